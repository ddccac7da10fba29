package io.sluice.access.audit;

import io.sluice.access.Permissions.Line;
import io.sluice.access.Security;
import io.sluice.web.Witness;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Notes what became of each request that asks for a change: at once in the ordinary log, and within a second in the database,
 * by one thread, so that no request waits for that. Alike ones of one second are one entry. While the database is away the
 * entries wait; there is room for so many, and what does not fit is counted and noted as a number. Thread-safe.
 */
final class Auditor implements Witness, DisposableBean {

    /** The most entries that wait. */
    static final int MOST = 10_000;

    /** The most refusals among them: whoever sends them without end takes no room of changes. */
    static final int MOST_REFUSED = 1_000;

    /** The action of an entry that stands for those for which there was no room. */
    static final String OVERFLOW = "overflow";

    private static final Logger LOG = LoggerFactory.getLogger("io.sluice.audit");
    private static final Logger TROUBLE = LoggerFactory.getLogger(Auditor.class);

    private static final long PAUSE_MILLIS = 1000;
    /** How long the end waits for the last entries: the database may be away. */
    private static final long LAST_MILLIS = 3000;

    private static final Duration BETWEEN_EXPIRIES = Duration.ofMinutes(1);
    private static final int AT_ONCE = 500;

    private final JdbcOperations jdbc;
    private final AuditSettings settings;
    private final Actor.Kind unknown;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "audit");
        made.setDaemon(true);
        return made;
    });

    // Guarded by this: what waits, by what it has in common with others, or by its id.
    private Map<Object, Entry> waiting = new LinkedHashMap<>();
    /** How many are being written, and wait again if that fails. */
    private int underWay;
    /** Of those that wait or are being written. */
    private int refused;

    private int overflow;

    /** Of the one thread. */
    private boolean isTold;

    Auditor(JdbcOperations jdbc, AuditSettings settings, Security security) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.unknown = security == Security.OPEN ? Actor.Kind.OPEN : Actor.Kind.STRANGER;
    }

    void begin() {
        thread.scheduleWithFixedDelay(this::flush, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        long minutes = BETWEEN_EXPIRIES.toMillis();
        thread.scheduleWithFixedDelay(this::expire, minutes, minutes, TimeUnit.MILLISECONDS);
    }

    @Override
    public void saw(HttpServletRequest request, int status) {
        Line line = Entry.changing(request);
        if (line == null) {
            return;
        }
        UUID written = AuditLog.id(request);
        Change told = AuditLog.told(request);
        add(
                Entry.of(
                        request,
                        line,
                        written == null ? UUID.randomUUID() : written,
                        Actor.of(request, unknown),
                        told,
                        Outcome.of(status),
                        status),
                written != null || told != null);
    }

    /** @param isUnlike whether it tells what was changed, and so is unlike any other */
    private void add(Entry entry, boolean isUnlike) {
        if (entry.isIdle()) {
            return;
        }
        Object key = isUnlike ? entry.id() : entry.likeness();
        synchronized (this) {
            Entry alike = waiting.get(key);
            if (alike != null) {
                waiting.put(key, alike.and(entry));
                return;
            }
            boolean isRefused = entry.outcome() == Outcome.REFUSED;
            if (waiting.size() + underWay >= MOST || isRefused && refused >= MOST_REFUSED) {
                overflow++;
                return;
            }
            waiting.put(key, entry);
            refused += isRefused ? 1 : 0;
        }
        LOG.info("{}", entry);
    }

    /** Writes what waits. If that fails, it goes on waiting. */
    void flush() {
        Map<Object, Entry> taken;
        synchronized (this) {
            if (overflow > 0) {
                Entry rest = overflow();
                waiting.merge(OVERFLOW, rest, Entry::and);
                LOG.warn("{}, {} times", rest, rest.times());
            }
            taken = waiting;
            waiting = new LinkedHashMap<>();
            underWay = taken.size();
            overflow = 0;
        }
        if (taken.isEmpty()) {
            return;
        }
        try {
            ask(connection -> {
                AuditTable.add(connection, taken.values());
                return taken.size();
            });
            isTold = false;
            settle(new LinkedHashMap<>());
        } catch (RuntimeException e) {
            // That the database is away is told by those who watch it.
            if (!isTold && !(e instanceof DataAccessResourceFailureException)) {
                TROUBLE.error("What was changed or refused could not be noted in the database; it is in the log", e);
                isTold = true;
            }
            settle(taken);
        }
    }

    private Entry overflow() {
        return new Entry(
                UUID.randomUUID(),
                Instant.now(),
                Actor.SLUICE,
                OVERFLOW,
                null,
                null,
                null,
                Outcome.REFUSED,
                null,
                overflow);
    }

    /** @param left what could not be written, and waits again before what came meanwhile */
    private synchronized void settle(Map<Object, Entry> left) {
        waiting.forEach((key, entry) -> left.merge(key, entry, Entry::and));
        waiting = left;
        underWay = 0;
        refused = (int) left.entrySet().stream()
                .filter(each -> each.getValue().outcome() == Outcome.REFUSED && !OVERFLOW.equals(each.getKey()))
                .count();
    }

    synchronized int waiting() {
        return waiting.size();
    }

    /** Deletes what is too old or too many, a few at a time. */
    void expire() {
        try {
            while (ask(connection -> AuditTable.expire(connection, settings.maxAge(), AT_ONCE)) == AT_ONCE
                    || ask(connection -> expireMany(connection, false)) == AT_ONCE
                    || ask(connection -> expireMany(connection, true)) == AT_ONCE) {
                TROUBLE.debug("There is more of the audit log to delete");
            }
        } catch (RuntimeException e) {
            TROUBLE.debug("The audit log cannot be looked through at the moment", e);
        }
    }

    private int expireMany(Connection connection, boolean isFrequent) throws SQLException {
        return AuditTable.expire(connection, isFrequent, settings.maxNumber(), AT_ONCE);
    }

    private int ask(ConnectionCallback<Integer> question) {
        return Objects.requireNonNullElse(jdbc.execute(question), 0);
    }

    @Override
    public void destroy() {
        thread.execute(this::flush);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
