package io.sluice.pipeline.startup;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/**
 * The threads of Hikari's pool of connections. After each connection that it could not open, Hikari sleeps twice as long,
 * up to five seconds, whoever waits, and nothing in it ends that sleep but an interrupt. Thread-safe.
 */
final class PoolThreads implements ThreadFactory {

    private final Set<Thread> made = ConcurrentHashMap.newKeySet();

    @Override
    public Thread newThread(Runnable task) {
        forgetEnded();
        Thread thread = new Thread(task, "connection-pool");
        thread.setDaemon(true);
        made.add(thread);
        return thread;
    }

    /**
     * Ends the pool's sleep; at the next request for a connection it tries again, without a pause. It has no effect on a
     * pool that does not sleep: its threads ignore an interrupt at any other moment.
     */
    void wake() {
        forgetEnded();
        made.forEach(Thread::interrupt);
    }

    private void forgetEnded() {
        made.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
    }
}
