package io.sluice.deploy;

import io.sluice.testing.ApiClient;
import io.sluice.testing.SluiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Sluice in a process of its own with something of everything: rows, refusals of each kind, and broken pipelines. */
final class ObservedSluice implements AutoCloseable {

    static final String GOOD = "observed";
    static final String FAILED = "misfit";
    static final String RETRYING = "absent";
    static final List<String> PIPELINES = List.of(GOOD, FAILED, RETRYING);

    private static final String DEFINITION = """
            {"name": "%s",
             "source": {"topics": ["%s"], "schema": "id INT NOT NULL, items ARRAY<STRING>", "startingOffsets": %s},
             "transform": "%s",
             "sinks": [{"type": "postgres", "table": "%1$s"}, {"type": "mongo", "collection": "%1$s"}]}""";
    private static final String ROWS = "SELECT id, explode(items) AS item FROM source WHERE id % 5 <> 0";

    final SluiceProcess process;
    final ApiClient api;

    private ObservedSluice(SluiceProcess process) {
        this.process = process;
        this.api = process.api();
    }

    /** With the first hundred records. */
    static ObservedSluice start(Path home, String... arguments) throws IOException {
        ObservedSluice started = new ObservedSluice(SluiceProcess.start(home.resolve("data"), "sluice", arguments));
        started.api.awaitReady();
        started.append();
        return started;
    }

    String scrape() {
        return api.get("/actuator/prometheus").http().body();
    }

    /** Appends another hundred records: a tenth is no JSON, a fifth is filtered, and Postgres refuses another tenth. */
    void append() {
        String records =
                IntStream.range(0, 100).mapToObj(ObservedSluice::record).collect(Collectors.joining("\n"));
        api.send("POST", "/api/v1/topics/" + GOOD + "/records", records, "Content-Type", "application/x-ndjson")
                .expect(201);
    }

    private static String record(int id) {
        return switch (id % 10) {
            case 9 -> "this is no JSON";
            case 8 -> "{\"id\": " + id + ", \"items\": [\"a\", \"no text of Postgres: \\u0000\"]}";
            default -> "{\"id\": " + id + ", \"items\": [\"a\", \"b\"]}";
        };
    }

    void createPipelines() {
        create(GOOD, GOOD, "\"earliest\"", ROWS);
        create(RETRYING, "no_such_topic", "\"earliest\"", "SELECT id FROM source");
        create(FAILED, GOOD, "{\"observed\": {\"1000\": 0}}", "SELECT id FROM source");
        api.awaitState(FAILED, "FAILED");
        api.await(RETRYING, status -> status.path("attempt").asInt() >= 3);
    }

    private void create(String name, String topic, String from, String transform) {
        api.post("/api/v1/pipelines", DEFINITION.formatted(name, topic, from, transform))
                .expect(201);
    }

    JsonNode counters() {
        return api.status(GOOD).path("counters");
    }

    /** Each line of the console; fails where one is no JSON. */
    List<JsonNode> log() {
        JsonMapper json = new JsonMapper();
        return process.log().lines().map(json::readTree).toList();
    }

    @Override
    public void close() {
        process.close();
    }
}
