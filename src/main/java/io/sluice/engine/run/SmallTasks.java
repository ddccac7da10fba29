package io.sluice.engine.run;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads on which small micro-batches of all flows write. One that does not end (a store hangs, an expression never
 * returns) keeps its place, also when nobody waits for it any more; a flow that finds none free leaves its records to Spark, so
 * that no flow waits for another one. Thread-safe.
 */
final class SmallTasks implements AutoCloseable {

    /** How many threads there are; as many connections to the ledger are kept. */
    private static final int MOST = 4;

    /** While all places are taken and no task ends for so long, they count as held for good. */
    private static final long PATIENCE_MILLIS = 500;

    private final Semaphore free = new Semaphore(MOST, true);
    private final ExecutorService threads = Executors.newCachedThreadPool(SmallTasks::thread);
    /** How many tasks have ended. */
    private final AtomicLong ended = new AtomicLong();
    /** The count of ended tasks when all places were found held; nobody waits again before another one has ended. */
    private volatile long heldAt = -1;

    private static Thread thread(Runnable tasks) {
        Thread thread = new Thread(tasks, "small-batches");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Whether there is a place; it is the caller's until {@link #submit} or {@link #giveBack}. Waits for as long as tasks
     * end: on a busy machine, Spark's jobs in their place would keep it busier still.
     */
    boolean take() throws InterruptedException {
        long before = ended.get();
        while (!free.tryAcquire(before == heldAt ? 0 : PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            if (ended.get() == before) {
                heldAt = before;
                return false;
            }
            before = ended.get();
        }
        return true;
    }

    void giveBack() {
        free.release();
    }

    /** Runs it in the caller's place, which is free again when the task has really ended, cancelled or not. */
    <T> Future<T> submit(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        threads.execute(() -> {
            try {
                future.run();
            } finally {
                ended.incrementAndGet();
                free.release();
            }
        });
        return future;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
