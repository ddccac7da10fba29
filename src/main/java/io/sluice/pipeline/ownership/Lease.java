package io.sluice.pipeline.ownership;

import io.sluice.engine.Instance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The row of {@code sluice.owner}, by Postgres' clock only: clocks of two machines differ. That a lease has run out takes
 * nothing from its holder; that somebody else took it does. Thread-safe; each call ends in some seconds.
 */
final class Lease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private static final String OTHER =
            "SELECT name, held_until FROM sluice.owner WHERE instance <> ? AND held_until >= now()";
    private static final String TAKE = """
            INSERT INTO sluice.owner AS o (instance, name, held_until, beat)
            VALUES (?, ?, now() + ? * interval '1 millisecond', ?)
            ON CONFLICT (singleton) DO UPDATE
            SET instance = excluded.instance, name = excluded.name, held_until = excluded.held_until,
                beat = excluded.beat
            WHERE o.instance = excluded.instance OR o.held_until < now()""";
    /** Leaves the column alone that others hold while they write, so it never waits for them. */
    private static final String RENEW = """
            UPDATE sluice.owner SET held_until = now() + ? * interval '1 millisecond', beat = ?
            WHERE instance = ? AND beat IN (?, ?)""";

    private static final String RELEASE = "DELETE FROM sluice.owner WHERE instance = ?";
    /** Tasks hold their generation FOR SHARE until they commit. */
    private static final String END_TASKS = """
            SELECT count(pg_terminate_backend(l.pid))
            FROM pg_locks l JOIN pg_database d ON d.oid = l.database
            WHERE d.datname = current_database() AND l.relation = 'sluice.fences'::regclass
                AND l.mode = 'RowShareLock' AND l.granted AND l.pid <> pg_backend_pid()""";

    private final Instance me;
    private final Duration duration;
    private final LeaseConnection postgres;
    /** What the row has, as far as Postgres has told. */
    private long beat;
    /** What it has if a renewal arrived of which Postgres did not tell; tried until it does. */
    private long tried;

    Lease(Instance me, Duration duration, LeaseConnection postgres) {
        this.me = me;
        this.duration = duration;
        this.postgres = postgres;
    }

    /**
     * Takes the lease if nobody else holds it; one that this instance has already, it has from now on anew.
     *
     * @return who else holds it, or empty if this instance does
     */
    synchronized Optional<Holder> acquire() throws SQLException {
        while (true) {
            // Looks before it asks: asking locks the row, and a standby asks all the time.
            Optional<Holder> other = other();
            if (other.isPresent()) {
                return other;
            }
            if (take()) {
                endTasksOfOthers();
                return other;
            }
        }
    }

    /**
     * @return false if it is not this instance's any more, or not as this instance has left it: Postgres went back to an
     *     older state then, and what is known of it here is of a later one
     */
    synchronized boolean renew() throws SQLException {
        if (tried == beat) {
            tried = ThreadLocalRandom.current().nextLong();
        }
        boolean renewed = postgres.run(RENEW, update -> {
            update.setLong(1, duration.toMillis());
            update.setLong(2, tried);
            update.setObject(3, me.id());
            update.setLong(4, beat);
            update.setLong(5, tried);
            return update.executeUpdate() == 1;
        });
        beat = tried;
        return renewed;
    }

    /** Gives it up, so that another instance need not wait. Without effect if it is not this instance's. */
    synchronized void release() throws SQLException {
        postgres.run(RELEASE, delete -> {
            delete.setObject(1, me.id());
            return delete.executeUpdate();
        });
    }

    private Optional<Holder> other() throws SQLException {
        return postgres.run(OTHER, select -> {
            select.setObject(1, me.id());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Holder(
                                row.getString(1),
                                row.getObject(2, OffsetDateTime.class).toInstant()))
                        : Optional.empty();
            }
        });
    }

    private boolean take() throws SQLException {
        beat = ThreadLocalRandom.current().nextLong();
        tried = beat;
        return postgres.run(TAKE, insert -> {
            insert.setObject(1, me.id());
            insert.setString(2, me.name());
            insert.setLong(3, duration.toMillis());
            insert.setLong(4, beat);
            return insert.executeUpdate() == 1;
        });
    }

    /**
     * Whoever is inside a task's transaction now is of an owner before. A process that hangs, or a machine that is gone
     * without a word, would keep its locks for hours, and with them every start of its pipelines.
     */
    private void endTasksOfOthers() {
        try {
            long ended = postgres.run(END_TASKS, select -> {
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            });
            if (ended > 0) {
                LOG.warn("Ended {} transactions in Postgres that the owner before had left open", ended);
            }
        } catch (SQLException e) {
            LOG.warn(
                    "Could not look for transactions that the owner before has left open ({});"
                            + " pipelines start when those have ended",
                    e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        postgres.close();
    }
}
