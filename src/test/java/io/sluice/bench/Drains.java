package io.sluice.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.testing.ApiClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** Drains several topics at once over REST, and holds every store to the exact number of records. */
final class Drains {

    private static final String DEFINITION = """
            {"name": "%1$s", "source": {"topics": ["%2$s"], "schema": "%3$s"%4$s},
             "sinks": [%5$s], "trigger": {"mode": "availableNow"}, "autoStart": false}""";
    private static final String PIPELINES = "/api/v1/pipelines/";
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(3);
    /** The slowest that is waited for. */
    private static final int RECORDS_PER_SECOND = 1_000;

    private final ApiClient api;
    private final LedgerAccess postgres;
    private final MongoAccess mongo;

    Drains(ApiClient api, LedgerAccess postgres, MongoAccess mongo) {
        this.api = api;
        this.postgres = postgres;
        this.mongo = mongo;
        api.awaitReady();
    }

    /**
     * A pipeline and the topic that it drains; its targets have its name.
     *
     * @param sinks {@code postgres}, {@code mongo} or {@code both}
     * @param perTrigger the most records of a micro-batch; 0 means no bound
     */
    record Drain(String name, FilledTopic topic, String schema, String sinks, int perTrigger) {

        String definition() {
            String bound = ", \"maxOffsetsPerTrigger\": " + (perTrigger == 0 ? Long.MAX_VALUE : perTrigger);
            return DEFINITION.formatted(name, topic.name(), schema, bound, DrainClient.sinks(sinks, name));
        }
    }

    /**
     * Makes the pipelines, starts them one right after the other, and deletes them in the end with their targets.
     *
     * @return nanoseconds from the first order to start until the last one has committed every record
     * @throws IllegalStateException if one does not end well, or not exactly its records are stored
     */
    long run(List<Drain> drains) throws Exception {
        drains.forEach(this::create);
        long start = System.nanoTime();
        drains.forEach(drain -> start(drain.name()));
        awaitEnd(drains);
        long nanos = System.nanoTime() - start;
        for (Drain drain : drains) {
            check(drain);
            delete(drain.name());
        }
        return nanos;
    }

    void create(Drain drain) {
        api.post("/api/v1/pipelines", drain.definition()).expect(201);
    }

    void start(String name) {
        api.post(PIPELINES + name + "/start", null).expect(202);
    }

    void delete(String name) {
        api.delete(PIPELINES + name + "?purge=true").expect(204);
    }

    private void awaitEnd(List<Drain> drains) {
        Set<Drain> open = new HashSet<>(drains);
        long records =
                drains.stream().mapToLong(drain -> drain.topic().records()).sum();
        Awaitility.await("end of " + drains)
                .atMost(patience(records))
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(() -> {
                    open.removeIf(drain -> isCompleted(drain.name()));
                    return open.isEmpty();
                });
    }

    static Duration patience(long records) {
        return LEAST_PATIENCE.plusSeconds(records / RECORDS_PER_SECOND);
    }

    /** @throws IllegalStateException if it does not run any more, or not yet again */
    boolean isCompleted(String name) {
        JsonNode status = api.status(name);
        String state = status.path("state").asString();
        if (state.equals("FAILED") || state.equals("RETRYING")) {
            throw new IllegalStateException(name + " does not run: " + status);
        }
        return state.equals("COMPLETED");
    }

    /** @throws IllegalStateException if not exactly its records are counted as stored and found in each store */
    void check(Drain drain) throws Exception {
        int records = drain.topic().records();
        JsonNode status = api.status(drain.name());
        boolean exact = status.path("counters").path("consumed").asLong() == records;
        for (JsonNode sink : status.path("counters").path("sinks")) {
            exact &=
                    sink.path("stored").asLong() == records && sink.path("rows").asLong() == records;
        }
        if (!exact) {
            throw new IllegalStateException(drain.name() + " was to store " + records + " records: " + status);
        }
        if (!drain.sinks().equals("mongo") && rows(drain.name()) != records) {
            throw new IllegalStateException(drain.name() + " has " + rows(drain.name()) + " rows, not " + records);
        }
        if (!drain.sinks().equals("postgres") && documents(drain.name()) != records) {
            throw new IllegalStateException(
                    drain.name() + " has " + documents(drain.name()) + " documents, not " + records);
        }
    }

    private long rows(String table) throws Exception {
        try (Connection connection = DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM public." + table)) {
            count.next();
            return count.getLong(1);
        }
    }

    private long documents(String collection) {
        try (MongoClient client = MongoClients.create(mongo.uri())) {
            return client.getDatabase(mongo.database())
                    .getCollection(collection)
                    .countDocuments();
        }
    }
}
