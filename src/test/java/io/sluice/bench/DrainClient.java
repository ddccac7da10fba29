package io.sluice.bench;

import io.sluice.testing.ApiClient;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Drains topics over REST. */
final class DrainClient {

    private static final Map<String, String> SINKS = Map.of(
            "postgres", "{\"type\":\"postgres\",\"table\":\"%1$s\"}",
            "mongo", "{\"type\":\"mongo\",\"collection\":\"%1$s\"}",
            "both", "{\"type\":\"postgres\",\"table\":\"%1$s\"},{\"type\":\"mongo\",\"collection\":\"%1$s\"}");
    private static final String DEFINITION = """
            {"name": "%s",
             "source": {"topics": ["%s"], "schema":
               "quote STRING NOT NULL, character STRING NOT NULL, image STRING, characterDirection STRING"%s},
             "transform": "%s", "sinks": [%s], "trigger": {"mode": "availableNow"}, "autoStart": false}""";

    private final ApiClient api;

    DrainClient(ApiClient api) {
        this.api = api;
        api.awaitReady();
    }

    /**
     * The sinks of a definition, as JSON without brackets.
     *
     * @param which {@code postgres}, {@code mongo} or {@code both}
     */
    static String sinks(String which, String target) {
        return SINKS.get(which).formatted(target);
    }

    /**
     * Of a pipeline that drains quotes.
     *
     * @param bound a further part of the source, or empty
     * @param sinks as JSON without brackets
     */
    static String definition(String name, String topic, String bound, String transform, String sinks) {
        return DEFINITION.formatted(name, topic, bound, transform, sinks);
    }

    /** Nanoseconds from the order to start until every record is committed. */
    long drain(String name, String sinks, int records) {
        return drain(name, definition(name, name, "", "SELECT * FROM source", sinks(sinks, name)), records, 0);
    }

    /**
     * The same with any definition.
     *
     * @param refused how many of the records the only sink is to refuse
     */
    long drain(String name, String definition, int records, int refused) {
        create(definition);
        long start = System.nanoTime();
        start(name);
        awaitCompleted(name);
        long nanos = System.nanoTime() - start;
        check(name, records, 0, refused);
        return nanos;
    }

    void create(String definition) {
        api.post("/api/v1/pipelines", definition).expect(201);
    }

    void start(String name) {
        api.post("/api/v1/pipelines/" + name + "/start", null).expect(202);
    }

    void awaitCompleted(String name) {
        api.awaitState(name, "COMPLETED");
    }

    /** @throws IllegalStateException if it has failed, or does not run just now */
    void requireRuns(String name) {
        String state = api.status(name).path("state").asString();
        if (state.equals("FAILED") || state.equals("RETRYING")) {
            throw new IllegalStateException(name + " does not run: " + api.status(name));
        }
    }

    /**
     * @param rejected by the decoder
     * @param refused by the first sink
     * @throws IllegalStateException if the pipeline counted anything else
     */
    void check(String name, int records, int rejected, int refused) {
        JsonNode counters = api.status(name).path("counters");
        long bySink = counters.path("sinks").path(0).path("rejected").asLong();
        if (counters.path("consumed").asLong() != records
                || counters.path("rejected").asLong() != rejected
                || bySink != refused) {
            throw new IllegalStateException("%s was to consume %d records, reject %d and refuse %d: %s"
                    .formatted(name, records, rejected, refused, api.status(name)));
        }
    }

    void delete(String name) {
        api.delete("/api/v1/pipelines/" + name + "?purge=true").expect(204);
    }
}
