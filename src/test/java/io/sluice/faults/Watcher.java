package io.sluice.faults;

import com.mongodb.MongoException;
import io.sluice.testing.ApiClient;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.bson.Document;
import tools.jackson.databind.JsonNode;

/**
 * Looks at both stores and at the status again and again while everything breaks: what a reader sees must be whole at
 * any moment. What cannot be reached is passed over; it is away on purpose.
 */
final class Watcher implements AutoCloseable {

    private static final int LEAST_PAUSE_MILLIS = 300;
    /** Looking takes a tenth of the time at most, however much there is to see. */
    private static final int PAUSES = 9;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<Trial> trials;
    private final Stores stores;
    private final IntSupplier port;
    private final AtomicReference<AssertionError> failure = new AtomicReference<>();
    private final AtomicLong looks = new AtomicLong();
    private final Map<String, Long> most = new ConcurrentHashMap<>();
    private volatile boolean suspended;

    /** @param port of the application, 0 while it does not listen */
    Watcher(List<Trial> trials, Stores stores, IntSupplier port) {
        this.trials = trials;
        this.stores = stores;
        this.port = port;
        thread.schedule(this::look, LEAST_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Throws what was seen. */
    void assertFine() {
        Optional.ofNullable(failure.get()).ifPresent(seen -> {
            throw new AssertionError(seen.getMessage(), seen);
        });
    }

    /** How often it has seen all of one store or the status of a pipeline. */
    long looks() {
        return looks.get();
    }

    /** Looks at nothing from here on, because a store is to go back to an older state. Returns when no look is under way. */
    void suspend() throws Exception {
        suspended = true;
        thread.submit(most::clear).get();
    }

    /** Looks again, at stores that may have less than before. */
    void resume() {
        suspended = false;
    }

    /** Looks while everything is up: what cannot be reached is a failure, too. */
    void lookNow() throws SQLException {
        long before = looks();
        for (Trial trial : trials) {
            status(trial);
            postgres(trial);
            mongo(trial);
        }
        if (looks() < before + 3L * trials.size()) {
            throw new AssertionError("the watcher has not seen everything, though everything is up");
        }
    }

    private void look() {
        long began = System.nanoTime();
        for (Trial trial : suspended ? List.<Trial>of() : trials) {
            try {
                status(trial);
                postgres(trial);
                mongo(trial);
            } catch (SQLException | MongoException | UncheckedIOException away) {
                // Killed at this moment, or its log is gone with it.
            } catch (AssertionError seen) {
                failure.compareAndSet(null, seen);
            } catch (RuntimeException broken) {
                // Else the watcher would end, and nobody would know.
                failure.compareAndSet(null, new AssertionError("the watcher failed", broken));
            }
        }
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        if (!thread.isShutdown()) {
            thread.schedule(this::look, Math.max(LEAST_PAUSE_MILLIS, PAUSES * took), TimeUnit.MILLISECONDS);
        }
    }

    private void status(Trial trial) {
        int now = port.getAsInt();
        if (now == 0) {
            return;
        }
        JsonNode counters;
        try {
            ApiClient.Answer answer = new ApiClient(now).get("/api/v1/pipelines/" + trial.name() + "/status");
            if (answer.status() != 200) {
                return;
            }
            counters = answer.body().path("counters");
        } catch (AssertionError away) {
            return;
        }
        // Left out while Postgres is away, where they are kept.
        if (counters.path("consumed").isMissingNode()) {
            return;
        }
        long before =
                counters.path("filtered").asLong() + counters.path("rejected").asLong();
        for (JsonNode sink : counters.path("sinks")) {
            long sum = before
                    + sink.path("stored").asLong()
                    + sink.path("rejected").asLong();
            require(sum == counters.path("consumed").asLong(), trial, "the status breaks the accounting law", counters);
        }
        grows(trial, "consumed in the status", counters.path("consumed").asLong());
        looks.incrementAndGet();
    }

    private void postgres(Trial trial) throws SQLException {
        try (Connection connection = stores.postgres();
                Statement statement = connection.createStatement()) {
            ResultSet law = statement.executeQuery("""
                    SELECT coalesce(bool_and(p.consumed = p.filtered + p.rejected + s.stored + s.rejected), true),
                        coalesce(sum(s.rows) FILTER (WHERE s.sink = 'postgres'), 0),
                        coalesce(sum(p.rejected) FILTER (WHERE s.sink = 'postgres'), 0) + coalesce(sum(s.rejected), 0),
                        (SELECT count(*) FROM sluice.dead_letters WHERE pipeline = '%1$s'), (SELECT count(*) FROM %1$s)
                    FROM sluice.progress p JOIN sluice.sink_progress s USING (pipeline_id, topic, partition)
                    WHERE pipeline_id = (SELECT id FROM sluice.pipelines WHERE name = '%1$s')""".formatted(trial.name()));
            law.next();
            require(law.getBoolean(1), trial, "the ledger breaks the accounting law", "");
            require(
                    law.getLong(3) == law.getLong(4),
                    trial,
                    "rejected and dead letters differ",
                    law.getLong(3) + " and " + law.getLong(4));
            boolean append = trial.key().isEmpty();
            require(
                    !append || law.getLong(2) == law.getLong(5),
                    trial,
                    "the rows counted and the rows there differ",
                    law.getLong(2) + " and " + law.getLong(5));
            grows(trial, "rows in Postgres", law.getLong(5));
            String identity = append ? "_topic, _partition, _offset, _ordinal" : String.join(", ", trial.key());
            ResultSet twice = statement.executeQuery(
                    "SELECT concat_ws('/', %1$s) FROM %2$s GROUP BY %1$s".formatted(identity, trial.name())
                            + " HAVING count(*) > 1 LIMIT 1");
            if (twice.next()) {
                throw new AssertionError(trial.name() + ": twice in Postgres: " + twice.getString(1));
            }
            looks.incrementAndGet();
        }
    }

    private void mongo(Trial trial) {
        String identity = trial.key().isEmpty() ? "$_source" : "$" + trial.key().get(0);
        Document twice = stores.mongo()
                .getCollection(trial.name())
                .aggregate(List.of(
                        new Document("$group", new Document("_id", identity).append("n", new Document("$sum", 1))),
                        new Document("$match", new Document("n", new Document("$gt", 1)))))
                .first();
        require(twice == null, trial, "twice in Mongo", String.valueOf(twice));
        grows(
                trial,
                "documents in Mongo",
                stores.mongo().getCollection(trial.name()).countDocuments());
        looks.incrementAndGet();
    }

    /** No run of these deletes anything. */
    private void grows(Trial trial, String what, long now) {
        Long before = most.merge(trial.name() + ": " + what, now, Math::max);
        require(before <= now, trial, what + " went down", before + " to " + now);
    }

    private static void require(boolean law, Trial trial, String broken, Object seen) {
        if (!law) {
            throw new AssertionError(trial.name() + ": " + broken + ": " + seen);
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.shutdown();
        thread.awaitTermination(30, TimeUnit.SECONDS);
    }
}
