package io.sluice.pipeline.ownership;

import io.sluice.engine.Instance;
import io.sluice.stream.jdbc.Sql;
import io.sluice.stream.ledger.Generations;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The row of {@code sluice.owner}, by the database's clock only: clocks of two machines differ. Should that clock be set back,
 * a lease that nobody renews runs out all the same: whoever waits for it sees that it does not change. That a lease has
 * run out takes nothing from its holder; that somebody else took it does. Thread-safe; each call ends in some seconds.
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
            WHERE o.instance = excluded.instance OR o.held_until < now() OR o.held_until = ?::timestamptz""";
    /** Leaves the column alone that others hold while they write, so it never waits for them. */
    private static final String RENEW = """
            UPDATE sluice.owner SET held_until = now() + ? * interval '1 millisecond', beat = ?
            WHERE instance = ? AND beat IN (?, ?)""";

    private static final String RELEASE = "DELETE FROM sluice.owner WHERE instance = ?";

    private final Instance me;
    private final Duration duration;
    private final LeaseConnection database;
    private final LongSupplier nanoTime;
    /** What the row has, as far as the database has said. */
    private long beat;
    /** What it has if a renewal arrived whose answer did not; tried until one does. */
    private long tried;
    /** The time until which another instance had it at the last look; null if none had. */
    private @Nullable Instant seen;
    /** Since when it looks like this. */
    private long seenSince;

    Lease(Instance me, Duration duration, LeaseConnection database) {
        this(me, duration, database, System::nanoTime);
    }

    /** @param nanoTime a clock that nobody sets */
    Lease(Instance me, Duration duration, LeaseConnection database, LongSupplier nanoTime) {
        this.me = me;
        this.duration = duration;
        this.database = database;
        this.nanoTime = nanoTime;
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
            if (other.isPresent() && !isSilent(other.get())) {
                return other;
            }
            if (take(other.map(Holder::until))) {
                endTasksOfOthers();
                return Optional.empty();
            }
        }
    }

    /** Whether it has not been renewed for as long as a lease is, by a clock that nobody sets. */
    private boolean isSilent(Holder other) {
        long now = nanoTime.getAsLong();
        if (!other.until().equals(seen)) {
            seen = other.until();
            seenSince = now;
        }
        return now - seenSince > duration.toNanos();
    }

    /**
     * @return false if it is not this instance's any more, or not as this instance has left it: the database went back to
     *     an older state then, and what is known of it here is of a later one
     */
    synchronized boolean renew() throws SQLException {
        if (tried == beat) {
            tried = ThreadLocalRandom.current().nextLong();
        }
        int renewed = database.run(
                connection -> Sql.update(connection, RENEW, duration.toMillis(), tried, me.id(), beat, tried));
        beat = tried;
        return renewed == 1;
    }

    /** Gives it up, so that another instance need not wait. Without effect if it is not this instance's. */
    synchronized void release() throws SQLException {
        database.run(connection -> Sql.update(connection, RELEASE, me.id()));
    }

    private Optional<Holder> other() throws SQLException {
        return database.run(connection -> Sql.first(
                connection,
                OTHER,
                row -> new Holder(
                        row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant()),
                me.id()));
    }

    /** @param silent until when somebody holds it who does not renew it any more */
    private boolean take(Optional<Instant> silent) throws SQLException {
        beat = ThreadLocalRandom.current().nextLong();
        tried = beat;
        @Nullable
        OffsetDateTime until = silent.map(time -> time.atOffset(ZoneOffset.UTC)).orElse(null);
        int taken = database.run(
                connection -> Sql.update(connection, TAKE, me.id(), me.name(), duration.toMillis(), beat, until));
        return taken == 1;
    }

    /**
     * Whoever is inside a task's transaction now is of an owner before. A process that hangs, or a machine that is gone
     * without a word, would keep its locks for hours, and with them every start of its pipelines.
     */
    private void endTasksOfOthers() {
        try {
            long ended = database.run(Generations::endTasks);
            if (ended > 0) {
                LOG.warn("Ended {} transactions in the database that the owner before had left open", ended);
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
        database.close();
    }
}
