package io.sluice.stream.transform;

import io.sluice.stream.transform.fault.InvalidTransformException;
import io.sluice.stream.transform.fault.SqlText;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs work that recurses as deep as its input, on a thread of its own with a stack that is deep enough. The caller's
 * thread, often one of a pool, never overflows. A stack costs memory only as far as it is used.
 */
final class DeepStack {

    /** Holds what {@link SqlText} lets through, so that no class is initialised at the edge of the stack. */
    private static final long STACK_BYTES = 512L << 20;

    private static final long LOOK_MILLIS = 100;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private DeepStack() {}

    /**
     * How much work may need. The time that a processor worked for it says something about the work; the time that went
     * by says how busy the machine is, or that it slept.
     *
     * @param processor processor time after which the work is too complex
     * @param looks how often, a tenth of a second apart, the caller looks whether the work is done before it gives up;
     *     while the whole process stands still it does not look
     */
    record Limits(Duration processor, int looks) {}

    /**
     * @throws InvalidTransformException from the work, or because it needs too much stack or processor time
     * @throws AnalysisUnfinishedException if it could not be done for want of time, which is not its fault
     */
    static <T> T call(Callable<T> work, Limits limits) throws InvalidTransformException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, "sluice-transform-analysis", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return await(task, thread, limits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while analysing a transform", e);
        } finally {
            task.cancel(true);
        }
    }

    private static <T> T await(FutureTask<T> task, Thread thread, Limits limits)
            throws InvalidTransformException, InterruptedException {
        for (int look = 0; look < limits.looks(); look++) {
            try {
                return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                thread.join();
                throw failure(e);
            } catch (TimeoutException e) {
                if (THREADS.getThreadCpuTime(thread.getId())
                        > limits.processor().toNanos()) {
                    throw SqlText.tooComplex(
                            "its analysis needs more than " + limits.processor().toSeconds() + " s of processor time");
                }
            }
        }
        throw new AnalysisUnfinishedException(
                "The transform could not be analysed in time, because this machine is too busy");
    }

    private static InvalidTransformException failure(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof InvalidTransformException fault) {
            return fault;
        }
        if (cause instanceof StackOverflowError) {
            return SqlText.tooComplex("it needs more stack than there is");
        }
        if (cause instanceof OutOfMemoryError exhaustion) {
            throw exhaustion;
        }
        throw new IllegalStateException("analysing a transform failed", cause);
    }
}
