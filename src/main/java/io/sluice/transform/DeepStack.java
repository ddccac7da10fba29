package io.sluice.transform;

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

    private DeepStack() {}

    /** @throws InvalidTransformException from the work, or because it needs too much stack, memory or time */
    static <T> T call(Callable<T> work, Duration deadline) throws InvalidTransformException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, "sluice-transform-analysis", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new InvalidTransformException(
                    "the transform could not be analysed in " + deadline.toSeconds() + " s; make it simpler");
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while analysing a transform", e);
        }
    }

    private static InvalidTransformException failure(ExecutionException e) {
        if (e.getCause() instanceof InvalidTransformException fault) {
            return fault;
        }
        if (e.getCause() instanceof VirtualMachineError) { // stack or memory
            return SqlText.tooComplex("it needs more memory than there is");
        }
        throw new IllegalStateException("analysing a transform failed", e.getCause());
    }
}
