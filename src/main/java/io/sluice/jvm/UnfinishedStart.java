package io.sluice.jvm;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends a process that is told to end while it is still starting: Spring waits until the start is over, which may take a
 * minute on a busy machine. Nothing that is stored is harmed by a hard end; see docs/guarantees.md.
 */
public final class UnfinishedStart {

    /** The exit code of a process that SIGTERM has ended. */
    static final int EXIT_CODE = 143;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static volatile boolean finished;

    private UnfinishedStart() {}

    public static void watch() {
        watch(PATIENCE);
    }

    static void watch(Duration patience) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endAfter(patience), "unfinished-start"));
    }

    /** Says that the start is finished: from now on there is something to end in order. */
    public static void finished() {
        finished = true;
    }

    /** A daemon, which keeps no end waiting that comes by itself. */
    private static void endAfter(Duration patience) {
        if (finished) {
            return;
        }
        long end = System.nanoTime() + patience.toNanos();
        Thread thread = new Thread(
                () -> {
                    while (System.nanoTime() < end) {
                        LockSupport.parkNanos(end - System.nanoTime());
                    }
                    Runtime.getRuntime().halt(EXIT_CODE);
                },
                "unfinished-start-end");
        thread.setDaemon(true);
        thread.start();
    }
}
