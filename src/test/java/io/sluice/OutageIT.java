package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.embedded.EmbeddedService;
import io.sluice.embedded.ServersForTests;
import io.sluice.testing.ApiClient;
import io.sluice.testing.Audit;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The application on servers that are not its own, each of which is away when it starts, and goes away while it runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageIT {

    private static final String TOPIC = "topic_outage";
    private static final String PIPELINE = """
            {"name": "outage",
             "source": {"topics": ["topic_outage"], "schema": "n INT NOT NULL, text STRING"},
             "transform": "SELECT n, upper(text) AS text FROM source WHERE n % 5 <> 0",
             "sinks": [{"type": "postgres", "table": "outage"}, {"type": "mongo", "collection": "outage"}]}""";

    /** An answer while something is away: the waits for a connection, and some for a machine that is busy. */
    private static final Duration SOON = Duration.ofSeconds(15);

    /** Of what waited for a service that is back: two seconds, and some for a machine that is busy. */
    private static final Duration GOES_ON = Duration.ofSeconds(10);

    @TempDir
    static Path parent;

    private ServersForTests servers;
    private Sluice sluice;
    private ApiClient api;
    private int appended;
    /** The path of one record that is in both stores. */
    private String stored;

    @BeforeAll
    void startServers() throws Exception {
        servers = new ServersForTests(Files.createDirectory(parent.resolve("servers")));
        for (EmbeddedService each : EmbeddedService.values()) {
            servers.start(each);
        }
        startSluice();
        api.awaitReady();
        append();
        api.post("/api/v1/pipelines", PIPELINE).expect(201);
        api.awaitConsumed("outage", appended);
        JsonNode row = api.get("/api/v1/pipelines/outage/results/postgres?size=1")
                .expect(200)
                .at("/items/0");
        stored = "/api/v1/pipelines/outage/records/" + TOPIC + "/" + row.path("_partition") + "/" + row.path("_offset");
        sluice.close();
    }

    private void startSluice() {
        Stream<String> own = Stream.of(
                "--sluice.data-directory=" + parent.resolve("data"),
                // An operator's own patience with a broker, so that this test need not have Spark's.
                "--spring.kafka.properties.default.api.timeout.ms=3000",
                "--spring.kafka.properties.request.timeout.ms=2000");
        sluice = Sluice.start(Stream.concat(own, servers.addresses().stream()).toArray(String[]::new));
        api = sluice.api();
    }

    @AfterEach
    void stopSluice() {
        sluice.close();
    }

    @AfterAll
    void stopServers() throws Exception {
        servers.close();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "one service away at the start and again later: told by its name, answered in time, healed without help")
    void outlivesAbsence(EmbeddedService away) throws Exception {
        Set<Long> before = children();
        servers.stop(away);
        startSluice();

        assertNamed(away);
        assertEveryAnswerIsAProblem();
        assertNothingEmbedded(before);

        servers.start(away);
        awaitWhole();
        servers.stop(away);
        if (away != EmbeddedService.KAFKA) {
            append();
        }
        JsonNode retrying = api.awaitState("outage", "RETRYING");
        assertThat(retrying.path("desiredState").asString()).isEqualTo("RUNNING");
        assertThat(Instant.parse(retrying.path("nextRetryAt").asString())).isAfter(Instant.EPOCH);
        assertThat(retrying.path("lastError").toString())
                .containsAnyOf(Map.of(
                                EmbeddedService.POSTGRES,
                                new String[] {"PSQL", "Postgres"},
                                EmbeddedService.KAFKA,
                                new String[] {"Kafka"},
                                EmbeddedService.MONGO,
                                new String[] {"Mongo"})
                        .get(away));
        assertNamed(away);
        assertEveryAnswerIsAProblem();
        assertLifeLacks(away);

        // It has failed so often that it would wait for many seconds by itself.
        api.await("outage", status -> status.path("attempt").asInt() >= 4);
        servers.start(away);
        assertGoesOn(away);
        assertThat(api.status("outage").path("attempt").asInt()).isZero();

        // Between two looks of the platform's monitor.
        servers.stop(away);
        if (away != EmbeddedService.KAFKA) {
            append();
        }
        servers.start(away);
        assertGoesOn(away);
        awaitWhole();
        audit();
        assertThat(api.get(stored).expect(200).has("unavailable")).isFalse();
    }

    /** Of one record there is all that the others know, and a word about the one that is away. */
    private void assertLifeLacks(EmbeddedService away) {
        JsonNode life = api.get(stored).expect(200);
        Map<EmbeddedService, Set<String>> theirs = Map.of(
                EmbeddedService.KAFKA, Set.of("kafka"),
                EmbeddedService.POSTGRES, Set.of("postgres", "ledger"),
                EmbeddedService.MONGO, Set.of("mongo"));
        assertThat(life.path("unavailable").propertyNames()).containsExactlyInAnyOrderElementsOf(theirs.get(away));
        assertThat(life.path("unavailable").toString()).contains("GET /api/v1/platform");
        theirs.forEach((service, parts) -> {
            for (String part : parts) {
                String shown = part.equals("ledger") ? "deadLetters" : part;
                assertThat(life.has(shown)).as(shown).isNotEqualTo(service == away);
            }
        });
        if (away != EmbeddedService.MONGO) {
            assertThat(life.path("mongo")).hasSize(1);
        }
        if (away != EmbeddedService.POSTGRES) {
            assertThat(life.path("postgres")).hasSize(1);
            assertThat(life.path("read").asBoolean()).isTrue();
        }
    }

    /** From now on, soon: what waited is stored, a request that needs the service is answered, and all is well. */
    private void assertGoesOn(EmbeddedService back) {
        long since = System.nanoTime();
        if (back == EmbeddedService.KAFKA) {
            append();
        }
        String needs = back == EmbeddedService.KAFKA
                ? "/api/v1/topics/" + TOPIC + "/records"
                : "/api/v1/pipelines/outage/results/" + back.name().toLowerCase(Locale.ROOT);
        await().atMost(GOES_ON).until(() -> api.get(needs).status() == 200);
        await().atMost(left(since))
                .until(() ->
                        api.status("outage").path("counters").path("consumed").asInt() == appended);
        await().atMost(left(since))
                .until(() -> api.get("/actuator/health/readiness").status() == 200);
    }

    private static Duration left(long since) {
        return Duration.ofNanos(Math.max(1, GOES_ON.toNanos() - (System.nanoTime() - since)));
    }

    private void awaitWhole() {
        api.awaitReady();
        api.awaitRuns("outage");
        append();
        api.awaitConsumed("outage", appended);
    }

    private void audit() throws Exception {
        new Audit(sluice).assertExact("outage", TOPIC, List.of("n", "text"), record -> {
            int n = record.path("n").asInt();
            String text = record.path("text").asString().toUpperCase(Locale.ROOT);
            return n % 5 == 0 ? Optional.empty() : Optional.of(Map.of("n", Integer.toString(n), "text", text));
        });
    }

    private void append() {
        List<String> lines = new ArrayList<>(List.of("not json"));
        for (int i = 0; i < 20; i++) {
            lines.add("{\"n\":" + i + ",\"text\":\"t" + appended + "\"}");
        }
        api.send(
                        "POST",
                        "/api/v1/topics/" + TOPIC + "/records",
                        String.join("\n", lines),
                        "Content-Type",
                        "application/x-ndjson")
                .expect(201);
        appended += lines.size();
    }

    private void assertNamed(EmbeddedService away) {
        String name = away.name().toLowerCase(Locale.ROOT);
        JsonNode health = await().until(
                        () -> api.get("/actuator/health/readiness").body(),
                        answer -> answer.path("components")
                                        .path(name)
                                        .path("status")
                                        .asString()
                                        .equals("DOWN")
                                && answer.path("components")
                                                .valueStream()
                                                .filter(each -> each.path("status")
                                                        .asString()
                                                        .equals("DOWN"))
                                                .count()
                                        == 1);
        assertThat(health.path("components")
                        .path(name)
                        .path("details")
                        .path("error")
                        .asString())
                .isNotBlank();
        assertThat(api.get("/actuator/health/readiness").status()).isEqualTo(503);
        assertThat(api.get("/actuator/health/liveness").status()).isEqualTo(200);
        JsonNode platform = api.get("/api/v1/platform").expect(200);
        assertThat(platform.path(name).path("reachable").asBoolean()).isFalse();
        assertThat(platform.path(name).path("embedded").asBoolean()).isFalse();
        assertThat(platform.path(name).path("lastError").asString()).isNotBlank();
    }

    /** All at once: those that wait for the same service do not queue up. */
    private void assertEveryAnswerIsAProblem() {
        String pipeline = "/api/v1/pipelines/outage";
        List<Runnable> requests = new ArrayList<>();
        for (String path : List.of(
                "/api/v1/pipelines",
                pipeline,
                pipeline + "/status",
                pipeline + "/progress",
                pipeline + "/progress?step=1m",
                pipeline + "/offsets",
                pipeline + "/results/postgres",
                pipeline + "/results/postgres/" + TOPIC + "/0/0",
                pipeline + "/results/mongo",
                pipeline + "/results/mongo/" + TOPIC + "/0/0",
                pipeline + "/dead-letters",
                stored,
                "/api/v1/queries",
                "/api/v1/topics",
                "/api/v1/topics/" + TOPIC + "/records")) {
            requests.add(() -> assertAnswer("GET", path, null));
        }
        requests.add(() -> assertAnswer("POST", "/api/v1/pipelines/validate", PIPELINE));
        requests.add(() -> assertAnswer("POST", "/api/v1/pipelines", PIPELINE));
        requests.add(() -> assertAnswer("PUT", pipeline, PIPELINE));
        requests.add(() -> assertAnswer("POST", pipeline + "/start", null));
        requests.add(() -> assertAnswer("DELETE", "/api/v1/pipelines/nobody", null));
        ExecutorService callers = Executors.newCachedThreadPool();
        try {
            CompletableFuture.allOf(requests.stream()
                            .map(request -> CompletableFuture.runAsync(request, callers))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
        } finally {
            callers.shutdown();
        }
    }

    /** Whatever it is, it comes soon, and an error is a problem document that says what to do. */
    private void assertAnswer(String method, String path, String body) {
        long began = System.nanoTime();
        ApiClient.Answer answer = api.send(method, path, body, "Content-Type", "application/json");
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        String what = method + " " + path + ": " + answer.status() + " "
                + answer.http().body();
        assertThat(took).as(what).isLessThan(SOON);
        if (answer.status() >= 400) {
            assertThat(answer.status()).as(what).isIn(404, 409, 503);
            assertThat(answer.http().headers().firstValue("Content-Type"))
                    .as(what)
                    .hasValue("application/problem+json");
            assertThat(answer.body().path("detail").asString()).as(what).isNotBlank();
        }
    }

    private void assertNothingEmbedded(Set<Long> before) throws IOException {
        assertThat(before).containsAll(children());
        try (Stream<Path> files = Files.list(parent.resolve("data"))) {
            assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
                    .isSubsetOf("lock", "pid", "checkpoints");
        }
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }
}
