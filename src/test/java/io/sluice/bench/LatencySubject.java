package io.sluice.bench;

import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.testing.ApiClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What stores the records of the trickle in the table {@value #NAME}: a pipeline, or Debezium's JDBC sink. */
final class LatencySubject implements AutoCloseable {

    static final String NAME = "latency";

    private static final String DEFINITION = """
            {"name": "latency",
             "source": {"topics": ["latency"], "schema": "n INT NOT NULL, quote STRING, sent BIGINT NOT NULL"},
             "sinks": [%s], "trigger": {"mode": "%s"}}""";
    private static final String TABLE = """
            CREATE TABLE latency (
                __connect_offset bigint, __connect_partition int, n int NOT NULL, quote text, sent bigint NOT NULL,
                __connect_topic text, PRIMARY KEY (__connect_partition, __connect_offset, __connect_topic))""";
    private static final String SCHEMA = """
            {"type": "struct", "fields": [
              {"field": "n", "type": "int32"}, {"field": "quote", "type": "string", "optional": true},
              {"field": "sent", "type": "int64"}]}""";
    private static final int BATCH_SIZE = 3000;

    private final ApiClient api;
    private final @Nullable ConnectWorker worker;

    private LatencySubject(ApiClient api, @Nullable ConnectWorker worker) {
        this.api = api;
        this.worker = worker;
    }

    /** @param sinks as {@link DrainClient#sinks} has them */
    static LatencySubject pipeline(ApiClient api, String mode, String sinks) {
        api.post("/api/v1/pipelines", DEFINITION.formatted(DrainClient.sinks(sinks, NAME), mode))
                .expect(201);
        api.awaitState(NAME, "RUNNING");
        return new LatencySubject(api, null);
    }

    /** With two tasks, and the consumer as Kafka has it. */
    static LatencySubject debezium(ApiClient api, Path home, KafkaAccess kafka, LedgerAccess postgres)
            throws Exception {
        new PostgresStore(postgres).execute(TABLE);
        ConnectWorker worker = ConnectWorker.start(home, kafka);
        Map<String, String> settings = Connectors.debezium(postgres, NAME, NAME, SCHEMA, BATCH_SIZE);
        settings.put("tasks.max", "2");
        worker.prepare(NAME, settings);
        worker.resume(NAME);
        return new LatencySubject(api, worker);
    }

    /** Of the columns that say where a record came from. */
    String prefix() {
        return worker == null ? "_" : PostgresStore.DEBEZIUM;
    }

    /** What it says of itself. */
    String details() {
        return worker == null
                ? "Medians of Spark's phases of the last micro-batches, ms: " + phases()
                : worker.check(NAME).toString();
    }

    /** Whole milliseconds as Spark reports them; none of continuous mode. */
    private Map<String, Long> phases() {
        Map<String, List<Long>> all = new TreeMap<>();
        api.get("/api/v1/pipelines/latency/progress")
                .expect(200)
                .path("items")
                .forEach(batch -> batch.path("durationMs")
                        .properties()
                        .forEach(phase -> all.computeIfAbsent(phase.getKey(), name -> new ArrayList<>())
                                .add(phase.getValue().asLong())));
        Map<String, Long> medians = new TreeMap<>();
        all.forEach((name, values) ->
                medians.put(name, values.stream().sorted().toList().get(values.size() / 2)));
        return medians;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (worker != null) {
            worker.close();
        }
    }
}
