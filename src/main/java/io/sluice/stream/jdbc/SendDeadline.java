package io.sluice.stream.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Breaks a connection on which sending takes too long. The driver's own limit is one of reading; a server that hangs
 * takes no more bytes as soon as the buffers are full, and the thread would wait for ever. One thread uses it.
 */
public final class SendDeadline implements AutoCloseable {

    /** As long as the driver waits for an answer, and no longer. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Future<?> abort;

    private SendDeadline(Connection connection, Duration longest) {
        abort = TIMER.schedule(() -> abort(connection), longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A deadline that begins now, and is over when it is closed. */
    public static SendDeadline on(Connection connection) {
        return new SendDeadline(connection, LONGEST);
    }

    static SendDeadline on(Connection connection, Duration longest) {
        return new SendDeadline(connection, longest);
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It is broken already.
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, "postgres-deadline");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    @Override
    public void close() {
        abort.cancel(false);
    }
}
