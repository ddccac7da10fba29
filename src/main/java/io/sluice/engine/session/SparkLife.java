package io.sluice.engine.session;

import io.sluice.engine.SparkUnavailableException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows what there is of Spark at the moment: the thread that keeps it tells, and all others ask. Thread-safe. */
public final class SparkLife {

    private static final Logger LOG = LoggerFactory.getLogger(SparkLife.class);
    private static final Consumer<SparkUnavailableException> NOBODY = loss -> {};

    private @Nullable SparkSession session;
    private @Nullable Trouble trouble;
    private boolean atWork;
    private int executors;
    private boolean closed;
    private volatile Consumer<SparkUnavailableException> listener = NOBODY;

    /**
     * Why nothing can run.
     *
     * @param reason what is wrong, and what the operator can do
     */
    public record Trouble(String reason, Instant since) {}

    void onLoss(Consumer<SparkUnavailableException> hears) {
        listener = hears;
    }

    /** There is a session, but perhaps nobody yet who computes. */
    synchronized void up(SparkSession started) {
        session = started;
        atWork = false;
        executors = 0;
        notifyAll();
    }

    /** There is somebody who computes. */
    synchronized void works(int count) {
        if (trouble != null) {
            LOG.info("Spark can run again, with {} executors", count);
        }
        trouble = null;
        executors = count;
        atWork = true;
        notifyAll();
    }

    /** There is a session, and nobody who computes. */
    void starves(String reason) {
        tell(reason, false);
    }

    /** There is no session. */
    void lost(String reason) {
        tell(reason, true);
    }

    private void tell(String reason, boolean noSession) {
        boolean news;
        synchronized (this) {
            news = trouble == null;
            trouble = new Trouble(reason, trouble == null ? Instant.now() : trouble.since());
            atWork = false;
            executors = 0;
            if (noSession) {
                session = null;
            }
            notifyAll();
        }
        if (news) {
            LOG.warn("Spark cannot run anything: {}", reason);
            listener.accept(new SparkUnavailableException(reason));
        }
    }

    /** Notes how many executors there are, without judging what it means. */
    synchronized void count(int now) {
        executors = now;
    }

    synchronized int executors() {
        return executors;
    }

    synchronized Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    synchronized Optional<SparkSession> sessionIfUp() {
        return Optional.ofNullable(session);
    }

    /** @param working whether somebody who computes is waited for, too */
    synchronized SparkSession session(boolean working, long seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!closed && trouble == null && (session == null || (working && !atWork))) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new SparkUnavailableException(
                        session == null ? "Spark is starting" : "Spark has no executor yet");
            }
            await(left);
        }
        if (session == null || (working && trouble != null)) {
            throw new SparkUnavailableException(trouble == null ? "Sluice ends" : trouble.reason());
        }
        return session;
    }

    private void await(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SparkUnavailableException("Interrupted while waiting for Spark");
        }
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
