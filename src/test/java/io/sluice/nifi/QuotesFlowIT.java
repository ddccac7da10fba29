package io.sluice.nifi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.sluice.nifi.Components.Component;
import io.sluice.testing.ApiClient;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Publishing to Kafka is done by this test: the artifacts of NiFi's PublishKafka were not to be had. */
@DisplayName("NiFi's own InvokeHTTP and SplitJson, as the flow definition configures and connects them,")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuotesFlowIT {

    private static final Path JARS = Path.of("target/nifi");
    private static final Map<String, Answer> ANSWERS = Map.of(
            "/broken", new Answer(500, "[]"),
            "/gone", new Answer(404, "[]"),
            "/text", new Answer(200, "this is no JSON"),
            "/object", new Answer(200, "{\"quote\": \"alone\"}"));

    @TempDir
    static Path directory;

    private Sluice sluice;
    private ApiClient api;
    private HttpServer others;
    private JsonNode report;
    private String quotes;
    private String away;
    private String missing;

    private record Answer(int status, String body) {}

    @BeforeAll
    void run() throws Exception {
        Path java = NewerJava.home().orElse(null);
        if (!Files.isDirectory(JARS)) {
            missing = "SKIPPED: NiFi's processors are not run; mvn -Pnifi verify gets them";
            return;
        }
        if (java == null) {
            missing = "SKIPPED: NiFi's processors are not run, for there is no JDK 21; see NIFI_JAVA_HOME";
            return;
        }
        sluice = Sluice.startEmbedded();
        api = sluice.api();
        quotes = "http://127.0.0.1:" + api.port() + "/demo/quotes?count=10";
        others = serve();
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            away = "http://127.0.0.1:" + nobody.getLocalPort() + "/";
        }
        List<String> rounds = new ArrayList<>(List.of(quotes, "+" + quotes, away, "+" + away));
        ANSWERS.keySet().forEach(path -> rounds.addAll(List.of(other(path), "+" + other(path))));
        report = flow(java, rounds);
    }

    // For each test: where all of a class is skipped at once, the build's log has no word of it.
    @BeforeEach
    void needsNifi() {
        assumeTrue(missing == null, missing);
    }

    private static HttpServer serve() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ANSWERS.forEach((path, answer) -> server.createContext(path, exchange -> {
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        }));
        server.start();
        return server;
    }

    private String other(String path) {
        return "http://127.0.0.1:" + others.getAddress().getPort() + path;
    }

    private static JsonNode flow(Path java, List<String> rounds) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                java.resolve("bin/java").toString(),
                "-cp",
                JARS.resolve("*").toString(),
                "src/test/nifi/FlowRunner.java",
                QuotesFlowTest.FLOW.toString()));
        line.addAll(rounds);
        Path output = directory.resolve("report.json");
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder(line)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        return new JsonMapper().readTree(Files.readString(output));
    }

    @AfterAll
    void stop() {
        if (others != null) {
            others.stop(0);
        }
        if (sluice != null) {
            sluice.close();
        }
    }

    @Test
    @DisplayName("are valid with its properties, and are what the table of the static check says")
    void propertiesAreValidAndThoseOfTheStaticCheck() {
        JsonNode components = report.path("components");
        assertThat(components.propertyNames()).hasSize(2);
        components.forEachEntry((type, real) -> {
            Component known = Components.read().byType().get(type);
            assertThat(real.path("invalid")).as(type).isEmpty();
            assertThat(texts(real.path("relationships"))).as(type).hasSameElementsAs(known.relationships());
            known.properties().forEach((name, property) -> {
                JsonNode its = real.path("properties").path(name);
                if (property.required()) {
                    assertThat(its.path("required").asBoolean()).as(name).isTrue();
                }
                if (!property.values().isEmpty()) {
                    assertThat(texts(its.path("values"))).as(name).hasSameElementsAs(property.values());
                }
            });
        });
    }

    @Test
    @DisplayName("make ten records of Sluice's sample records, which come into both stores")
    void tenSampleRecordsComeIntoBothStores() {
        assertThat(moves(quotes))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Get quotes: Response → Answers → Split into quotes", 1L,
                        "Split into quotes: split → Quotes → Publish to Kafka", 10L,
                        "Split into quotes: original → ends → ", 1L));
        JsonMapper json = new JsonMapper();
        List<JsonNode> records =
                contents(quotes, "split").stream().map(json::readTree).toList();
        assertThat(records)
                .allSatisfy(each -> assertThat(each.propertyNames())
                        .containsExactlyInAnyOrder("quote", "character", "image", "characterDirection"));
        assertThat(json.readTree(contents(quotes, "original").get(0)).valueStream())
                .containsExactlyElementsOf(records);

        api.post("/api/v1/topics/topic_quotes/records", json.writeValueAsString(records))
                .expect(201);
        api.post("/api/v1/pipelines", definition()).expect(201);
        api.awaitConsumed("quotes", 10);
        for (String store : List.of("postgres", "mongo")) {
            JsonNode stored =
                    api.get("/api/v1/pipelines/quotes/results/" + store).expect(200);
            assertThat(stored.path("items").valueStream().map(QuotesFlowIT::withoutSource))
                    .containsExactlyInAnyOrderElementsOf(records);
        }
    }

    private static String definition() {
        try {
            return Files.readString(Path.of("src/main/resources/demo/pipeline.json"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode withoutSource(JsonNode item) {
        ((tools.jackson.databind.node.ObjectNode) item)
                .remove(List.of("_topic", "_partition", "_offset", "_ordinal", "_ingested_at", "_id", "_source"));
        return item;
    }

    @Test
    @DisplayName("repeat a call that had no answer or a server's error, keep one that was refused, penalised or not")
    void failedCalls() {
        assertThat(moves("+" + away)).containsOnlyKeys("Get quotes: Failure → Calls to repeat → Get quotes, penalised");
        assertThat(moves("+" + other("/broken")))
                .containsOnlyKeys("Get quotes: Retry → Calls to repeat → Get quotes, penalised");
        assertThat(moves("+" + other("/gone"))).containsOnlyKeys("Get quotes: No Retry → Calls refused → Funnel");
    }

    @Test
    @DisplayName("route nothing of a failed call that had no request: the flow calls again by itself")
    void failedCallsWithoutRequest() {
        for (String url : List.of(away, other("/broken"), other("/gone"))) {
            assertThat(moves(url)).as(url).isEmpty();
        }
    }

    @Test
    @DisplayName("keep an answer that is no JSON array as it came")
    void otherAnswers() {
        for (String path : List.of("/text", "/object")) {
            assertThat(moves(other(path)))
                    .containsOnlyKeys(
                            "Get quotes: Response → Answers → Split into quotes",
                            "Split into quotes: failure → Answers that are no JSON array → Funnel");
            assertThat(contents(other(path), "failure"))
                    .containsExactly(ANSWERS.get(path).body());
        }
    }

    @Test
    @DisplayName("let a request end that was answered")
    void answeredRequestEnds() {
        assertThat(moves("+" + quotes)).containsEntry("Get quotes: Original → ends → ", 1L);
        assertThat(contents("+" + quotes, "Original")).containsExactly("");
    }

    private Map<String, Long> moves(String round) {
        return round(round)
                .valueStream()
                .map(move -> move.path("from").asString() + ": "
                        + move.path("relationship").asString() + " → "
                        + move.path("queue").asString() + " → "
                        + move.path("to").asString()
                        + (move.path("penalized").asBoolean() ? ", penalised" : ""))
                .collect(Collectors.groupingBy(move -> move, Collectors.counting()));
    }

    private List<String> contents(String round, String relationship) {
        return round(round)
                .valueStream()
                .filter(move -> move.path("relationship").asString().equals(relationship))
                .map(move -> move.path("content").asString())
                .toList();
    }

    private JsonNode round(String argument) {
        return report.path("rounds")
                .valueStream()
                .filter(round -> round.path("argument").asString().equals(argument))
                .findFirst()
                .orElseThrow()
                .path("moves");
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
