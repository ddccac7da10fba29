package io.sluice.pipeline.ownership;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the lease by renewing it on a thread of its own, which waits for no other work. While the database is away nothing is
 * lost: no other instance can take the lease either. Thread-safe; blocks for some seconds at the longest.
 */
public final class Ownership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

    private final Lease lease;
    private final Duration interval;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "lease");
        made.setDaemon(true);
        return made;
    });
    private @Nullable Future<?> renewals;
    private volatile boolean held;

    /** @param interval between two renewals */
    Ownership(Lease lease, Duration interval) {
        this.lease = lease;
        this.interval = interval;
    }

    /**
     * Takes the lease if no other instance holds it, and renews it from then on.
     *
     * @param onLost runs, once, when another instance has taken it; must not block
     * @return who else holds it, or empty if this instance does
     * @throws IllegalStateException if the database does not answer, or after {@link #close}
     */
    public synchronized Optional<Holder> acquire(Runnable onLost) {
        if (thread.isShutdown()) {
            throw new IllegalStateException("The application ends; it takes no lease any more");
        }
        try {
            Optional<Holder> other = lease.acquire();
            if (other.isEmpty() && !held) {
                held = true;
                renewals = thread.scheduleWithFixedDelay(
                        () -> renew(onLost), interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
            }
            return other;
        } catch (SQLException e) {
            throw new IllegalStateException("The lease of the pipelines could not be taken: " + e.getMessage(), e);
        }
    }

    /** Whether this instance had the lease when it last looked. */
    public boolean isHeld() {
        return held;
    }

    /** Gives the lease up, so that another instance takes over at once. If the database is away, it runs out by itself. */
    public synchronized void release() {
        if (!endTerm()) {
            return;
        }
        try {
            lease.release();
        } catch (SQLException e) {
            LOG.debug("The lease was not given up; it runs out by itself", e);
        }
    }

    private void renew(Runnable onLost) {
        try {
            if (!lease.renew() && endTerm()) {
                onLost.run();
            }
        } catch (SQLException e) {
            LOG.debug("The lease could not be renewed; trying again", e);
        } catch (RuntimeException e) {
            LOG.error("What has to be done now that the lease is lost went wrong", e);
        }
    }

    /** @return false if it was over already */
    private synchronized boolean endTerm() {
        boolean ended = held;
        held = false;
        if (renewals != null) {
            renewals.cancel(false);
            renewals = null;
        }
        return ended;
    }

    @Override
    public synchronized void close() {
        thread.shutdownNow();
        release();
        lease.close();
    }
}
