package io.sluice.engine;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which small micro-batches of all flows write. One that does not end (a store hangs, an expression never
 * returns) keeps its place, also when nobody waits for it any more; who finds none free leaves his records to Spark, so
 * that no flow waits for another one. Thread-safe.
 */
final class SmallTasks implements AutoCloseable {

    /** As many as connections to the ledger are kept. */
    private static final int MOST = 4;

    /** Other flows' micro-batches mostly end within it. */
    private static final long PATIENCE_MILLIS = 200;

    private final Semaphore free = new Semaphore(MOST, true);
    private final ExecutorService threads = Executors.newCachedThreadPool(SmallTasks::thread);

    private static Thread thread(Runnable tasks) {
        Thread thread = new Thread(tasks, "small-batches");
        thread.setDaemon(true);
        return thread;
    }

    /** Whether there is a place within a moment; it is the caller's until {@link #submit} or {@link #giveBack}. */
    boolean take() throws InterruptedException {
        return free.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
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
