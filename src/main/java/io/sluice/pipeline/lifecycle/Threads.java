package io.sluice.pipeline.lifecycle;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of the pipelines. Workers block while a flow starts or stops, so there is one for every pipeline that
 * needs it at the moment and none waits for another; idle ones go away. After {@link #close} nothing runs any more.
 *
 * <p>A class of its own and no {@code Executor} bean, because that would take the place of Spring Boot's.
 */
public final class Threads implements AutoCloseable {

    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            named("pipeline-"),
            new ThreadPoolExecutor.DiscardPolicy());

    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, named("pipeline-timer-"), new ThreadPoolExecutor.DiscardPolicy());

    public Threads() {
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    public Executor workers() {
        return workers;
    }

    public Alarms alarms() {
        return this::after;
    }

    private Alarms.Alarm after(Duration delay, Runnable action) {
        Future<?> future = timer.schedule(action, Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void close() {
        timer.shutdown();
        workers.shutdown();
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
