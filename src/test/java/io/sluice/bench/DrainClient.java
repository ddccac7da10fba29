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
            {"name": "%1$s",
             "source": {"topics": ["%1$s"], "schema":
               "quote STRING NOT NULL, character STRING NOT NULL, image STRING, characterDirection STRING"},
             "sinks": [%2$s], "trigger": {"mode": "availableNow"}, "autoStart": false}""";

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

    /** Nanoseconds from the order to start until every record is committed. */
    long drain(String name, String sinks, int records) {
        return drain(name, DEFINITION.formatted(name, sinks(sinks, name)), records, 0);
    }

    /**
     * The same with any definition.
     *
     * @param refused how many of the records the only sink is to refuse
     */
    long drain(String name, String definition, int records, int refused) {
        api.post("/api/v1/pipelines", definition).expect(201);
        long start = System.nanoTime();
        api.post("/api/v1/pipelines/" + name + "/start", null).expect(202);
        api.awaitState(name, "COMPLETED");
        long nanos = System.nanoTime() - start;
        JsonNode counters = api.status(name).path("counters");
        long rejected = counters.path("sinks").path(0).path("rejected").asLong();
        if (counters.path("consumed").asLong() != records || rejected != refused) {
            throw new IllegalStateException("%s was to consume %d records and refuse %d: %s"
                    .formatted(name, records, refused, api.status(name)));
        }
        return nanos;
    }

    void delete(String name) {
        api.delete("/api/v1/pipelines/" + name + "?purge=true").expect(204);
    }
}
