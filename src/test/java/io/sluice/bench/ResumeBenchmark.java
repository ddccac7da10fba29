package io.sluice.bench;

import io.sluice.testing.ApiClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * How soon many pipelines that ran before run again after the packed jar was started: from readiness until all of them are
 * {@code RUNNING}, and until each has stored a record that came after that. Everything embedded; ends by itself.
 *
 * <p>Arguments: pipelines (100), restarts (3), then flags for the JVM (none).
 */
public final class ResumeBenchmark {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final double SECOND = 1e9;
    private static final String DEFINITION = """
            {"name": "%1$s", "source": {"topics": ["%1$s"], "schema": "n INT NOT NULL"},
             "sinks": [{"type": "postgres", "table": "%1$s"}, {"type": "mongo", "collection": "%1$s"}]}""";

    private final Path directory;
    private final List<String> names;
    private final List<String> jvm;

    private ResumeBenchmark(Path directory, int pipelines, List<String> jvm) {
        this.directory = directory;
        this.names = IntStream.range(0, pipelines).mapToObj(i -> "resume" + i).toList();
        this.jvm = jvm;
    }

    public static void main(String[] args) throws Exception {
        PackedSluice.requireJar();
        int pipelines = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        int restarts = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        List<String> jvm = List.of(args).subList(Math.min(2, args.length), args.length);
        try (Scratch scratch = Scratch.create()) {
            ResumeBenchmark benchmark = new ResumeBenchmark(scratch.path(), pipelines, jvm);
            benchmark.prepare();
            for (int restart = 1; restart <= restarts; restart++) {
                benchmark.resume(restart);
            }
        }
    }

    private PackedSluice start() throws Exception {
        return PackedSluice.start(
                directory,
                jvm,
                List.of(
                        "--sluice.data-directory=" + directory.resolve("data"),
                        "--sluice.embedded.postgres-port=0",
                        "--sluice.embedded.kafka-port=0",
                        "--sluice.embedded.mongo-port=0",
                        "--sluice.demo.enabled=false"));
    }

    private void prepare() throws Exception {
        try (PackedSluice sluice = start()) {
            ApiClient api = sluice.api();
            api.awaitReady();
            for (String name : names) {
                append(api, name);
                api.post("/api/v1/pipelines", DEFINITION.formatted(name)).expect(201);
            }
            await(sluice, api, pipeline -> consumed(pipeline) == 1);
            sluice.terminate();
        }
    }

    private void resume(int restart) throws Exception {
        try (PackedSluice sluice = start()) {
            ApiClient api = sluice.api();
            api.awaitReady();
            long ready = System.nanoTime();
            await(sluice, api, pipeline -> state(pipeline).equals("RUNNING"));
            double running = (System.nanoTime() - ready) / SECOND;
            append(api);
            long expected = 1 + restart;
            await(sluice, api, pipeline -> consumed(pipeline) == expected);
            Output.print(
                    "restart %d: %d pipelines, all RUNNING %.1f s after readiness, all have stored after %.1f s",
                    restart, names.size(), running, (System.nanoTime() - ready) / SECOND);
            sluice.terminate();
        }
    }

    private void append(ApiClient api) {
        names.forEach(name -> append(api, name));
    }

    private static void append(ApiClient api, String topic) {
        api.send("POST", "/api/v1/topics/" + topic + "/records", "{\"n\":1}", "Content-Type", "application/x-ndjson")
                .expect(201);
    }

    private void await(PackedSluice sluice, ApiClient api, Predicate<JsonNode> condition) {
        Awaitility.await("pipelines")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(() -> {
                    sluice.requireAlive();
                    JsonNode items =
                            api.get("/api/v1/pipelines?size=200").expect(200).path("items");
                    return items.size() == names.size()
                            && StreamSupport.stream(items.spliterator(), false).allMatch(condition);
                });
    }

    private static String state(JsonNode pipeline) {
        return pipeline.path("state").asString();
    }

    private static long consumed(JsonNode pipeline) {
        return pipeline.at("/counters/consumed").asLong();
    }
}
