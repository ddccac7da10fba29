package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.ApiClient;
import io.sluice.testing.Audit;
import io.sluice.testing.Sluice;
import io.sluice.testing.SluiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One data directory through the lives and deaths of the application, while the feed of the demonstration runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestartIT {

    private static final String[] FED = {"--sluice.demo.enabled=true", "--sluice.demo.rate=200"};
    private static final String TOPIC = "topic_quotes";

    /** Filters some records and rejects others; the demonstration's own pipeline takes all that it can decode. */
    private static final String PICKY = """
            {"name": "picky",
             "source": {"topics": ["topic_quotes"], "schema": "quote STRING NOT NULL, character STRING NOT NULL"},
             "transform": "SELECT upper(character) AS who, 100 div (length(character) - 8) AS share FROM source \
            WHERE length(quote) % 3 <> 0",
             "sinks": [{"type": "postgres", "table": "picky"}, {"type": "mongo", "collection": "picky"}]}""";

    /** Every pipeline rejects the first; Postgres refuses the second, which Mongo takes. */
    private static final String ODD =
            "not json\n{\"quote\":\"abcd\",\"character\":\"n\\u0000l\",\"image\":\"i\",\"characterDirection\":\"Left\"}";

    private final Random random = new Random(20260707);

    @TempDir
    static Path parent;

    private Path data;
    private SluiceProcess running;

    @BeforeAll
    void firstStart() throws IOException {
        data = parent.resolve("data");
        start("first");
        ApiClient api = awaitRun("quotes");
        api.post("/api/v1/pipelines", PICKY).expect(201);
        awaitRun("quotes", "picky");
    }

    @AfterAll
    void end() {
        running.close();
    }

    private void start(String name) throws IOException {
        running = SluiceProcess.start(data, name, FED);
    }

    private ApiClient awaitRun(String... pipelines) {
        ApiClient api = running.api();
        api.awaitReady();
        for (String pipeline : pipelines) {
            api.awaitRuns(pipeline);
        }
        return api;
    }

    @Test
    @Order(1)
    @DisplayName("pipelines stop, start and restart while the feed runs, then the process is killed")
    void killedAfterStops() throws Exception {
        ApiClient api = running.api();
        appendOdd(api);
        api.post("/api/v1/pipelines/quotes/stop", null).expect(202);
        api.post("/api/v1/pipelines/picky/restart", null).expect(202);
        api.awaitState("quotes", "STOPPED");
        api.post("/api/v1/pipelines/quotes/start", null).expect(202);
        awaitSomeMore(api, "picky");
        awaitSomeMore(api, "quotes");
        killAndAwaitChildren();
    }

    @Test
    @Order(2)
    @DisplayName("after a hard kill both pipelines run again by themselves, and are killed again at some moment")
    void killedAgain() throws Exception {
        start("second");
        ApiClient api = awaitRun("quotes", "picky");
        appendOdd(api);
        awaitSomeMore(api, "quotes");
    }

    @Test
    @Order(3)
    @DisplayName("embedded servers that are killed under them come back, the pipelines go on, then all is killed")
    void serversKilled() throws Exception {
        ApiClient api = running.api();
        killServer("POSTGRES", "postgres/data/postmaster.pid");
        awaitMoreThanNow(api);
        killServer("KAFKA", "kafka/broker.pid");
        awaitMoreThanNow(api);
        killAndAwaitChildren();
    }

    /** Returns when it is back. */
    private void killServer(String service, String pidFile) throws IOException {
        long pid = Long.parseLong(Files.readAllLines(data.resolve(pidFile)).get(0));
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(running.log())
                        .contains("Embedded " + service + " has ended (killed by signal 9)")
                        .contains("Embedded " + service + " is up again"));
    }

    private static void awaitMoreThanNow(ApiClient api) {
        long now = api.counters("picky").path("consumed").asLong();
        api.awaitConsumed("picky", now + 300);
    }

    @Test
    @Order(4)
    @DisplayName("a kill amid the start, with the next start right behind it, leaves nothing to repair by hand")
    void killedWhileStarting() throws Exception {
        start("third");
        running.api();
        List<ProcessHandle> children = running.children();
        running.kill();
        start("fourth");
        awaitSomeMore(awaitRun("quotes", "picky"), "picky");
        assertThat(children).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    @Order(5)
    @DisplayName("SIGTERM ends everything in order while the feed runs: exit code 143, no child left, no error told")
    void terminates() throws Exception {
        appendOdd(running.api());
        awaitSomeMore(running.api(), "quotes");
        List<ProcessHandle> children = running.children();

        assertThat(running.terminate()).isEqualTo(143);

        assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(running.log())
                .contains("Sluice is ready: open http://localhost:")
                .doesNotContain(" ERROR ")
                .doesNotContain("cannot be reached")
                .doesNotContain("\tat ");
        assertThat(data.resolve("kafka/log/.kafka_cleanshutdown")).exists();
    }

    @Test
    @Order(6)
    @DisplayName("in the end every record of the topic is accounted for in both stores, and none twice")
    void isExact() throws Exception {
        try (Sluice sluice = Sluice.startEmbedded(data, "--sluice.demo.enabled=false")) {
            sluice.api().awaitReady();
            assertThat(Files.readString(data.resolve("postgres/postgres.log")))
                    .contains("database system was shut down")
                    .doesNotContain("not properly shut down");
            Audit audit = new Audit(sluice);
            List<String> columns = List.of("quote", "character", "image", "characterDirection");
            long refused = audit.assertExact("quotes", TOPIC, columns, record -> Optional.of(texts(record, columns)));
            assertThat(refused).isEqualTo(3);
            refused = audit.assertExact("picky", TOPIC, List.of("who", "share"), RestartIT::picky);
            assertThat(refused).isEqualTo(3);
        }
    }

    private static Map<String, String> texts(JsonNode record, List<String> columns) {
        return Map.of(
                columns.get(0), record.path(columns.get(0)).asString(),
                columns.get(1), record.path(columns.get(1)).asString(),
                columns.get(2), record.path(columns.get(2)).asString(),
                columns.get(3), record.path(columns.get(3)).asString());
    }

    private static Optional<Map<String, String>> picky(JsonNode record) {
        String character = record.path("character").asString();
        if (record.path("quote").asString().length() % 3 == 0) {
            return Optional.empty();
        }
        String share = Integer.toString(100 / (character.length() - 8));
        return Optional.of(Map.of("who", character.toUpperCase(Locale.ROOT), "share", share));
    }

    private static void appendOdd(ApiClient api) {
        api.send("POST", "/api/v1/topics/" + TOPIC + "/records", ODD, "Content-Type", "application/x-ndjson")
                .expect(201);
    }

    /** A moment that the seed decides: so many records later. */
    private void awaitSomeMore(ApiClient api, String pipeline) {
        long now = api.counters(pipeline).path("consumed").asLong();
        api.awaitConsumed(pipeline, now + 50 + random.nextInt(400));
    }

    private void killAndAwaitChildren() throws InterruptedException {
        List<ProcessHandle> children = running.children();
        running.kill();
        assertThat(children).isNotEmpty();
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
    }
}
