package io.sluice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.format.tagged.TaggedConfiguration;
import io.sluice.stream.format.tagged.TaggedFormat;
import io.sluice.stream.format.tagged.TaggedText;
import io.sluice.stream.store.file.FileStore;
import io.sluice.stream.store.file.FileStoreConfiguration;
import io.sluice.testing.ApiClient;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is a bean of a plug-in and nothing else is driven over REST like what Sluice brings along. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A plug-in that the application does not know of")
class PlugInsIT {

    private static final String PIPELINE = """
            {"name": "%1$s", "source": {"topics": ["topic_%1$s"], "schema": "id BIGINT NOT NULL, text STRING"},
             "sinks": [%2$s]}""";

    @TempDir
    static Path home;

    private Path files;
    private Sluice sluice;
    private ApiClient api;

    @BeforeAll
    void start() throws IOException {
        files = Files.createDirectory(home.resolve("files"));
        sluice = Sluice.startEmbedded(
                home.resolve("data"),
                List.of(FileStoreConfiguration.class, TaggedConfiguration.class),
                "--sluice.demo.enabled=false",
                "--test.file-store=" + files);
        api = sluice.api();
        api.awaitReady();
    }

    @AfterAll
    void stop() {
        sluice.close();
    }

    @Test
    void storeIsDrivenOverRestFromItsCreationToItsPurge() throws IOException {
        Files.writeString(files.resolve("lines.unwanted"), "never");
        String definition = PIPELINE.formatted(
                "lines", "{\"type\": \"ndjson\", \"file\": \"lines\"}, {\"type\": \"postgres\", \"table\": \"lines\"}");
        create("lines", definition);
        assertThat(api.get("/api/v1/pipelines/lines")
                        .expect(200)
                        .at("/definition/sinks/0/file")
                        .asString())
                .isEqualTo("lines");
        append("lines", """
                {"id": 1, "text": "one"}
                {"id": 2, "text": "never"}
                {"id": 3, "text": "three"}
                not json""");
        api.awaitConsumed("lines", 4);
        assertThat(sink("lines", "ndjson")).isEqualTo("stored 2, rejected 1, rows 2");
        assertThat(sink("lines", "postgres")).isEqualTo("stored 3, rejected 0, rows 3");
        assertThat(texts("lines", "ndjson")).containsExactly("one", "three");
        assertThat(texts("lines", "postgres")).containsExactly("never", "one", "three");

        JsonNode letters =
                api.get("/api/v1/pipelines/lines/dead-letters?stage=ndjson").expect(200);
        assertThat(letters.path("total").asInt()).isEqualTo(1);
        assertThat(letters.at("/items/0/stage").asString()).isEqualTo("ndjson");
        assertThat(letters.at("/items/0/reason").asString()).isEqualTo("The file will not have this text");
        assertThat(letters.at("/items/0/payload").asString()).contains("never");

        Files.delete(files.resolve("lines.unwanted"));
        replay("lines");
        assertThat(sink("lines", "ndjson")).isEqualTo("stored 3, rejected 0, rows 3");
        assertThat(texts("lines", "ndjson")).containsExactly("never", "one", "three");
        assertThat(texts("lines", "postgres")).containsExactly("never", "one", "three");

        JsonNode report = Reconciled.report(api, "lines", false);
        assertThat(Reconciled.findings(report)).isEmpty();
        assertThat(report.at("/stores/0/compared").asBoolean()).isFalse();
        assertThat(report.at("/stores/1/compared").asBoolean()).isTrue();
        assertThat(report.path("notes").toString())
                .contains("ndjson was not compared: this store cannot be, in the mode 'append'");

        api.delete("/api/v1/pipelines/lines?purge=true").expect(204);
        assertThat(files).isEmptyDirectory();
    }

    @Test
    void storeIsCheckedInDefinitionsAndShownInTheApiDocument() {
        JsonNode wrong = api.post(
                        "/api/v1/pipelines/validate",
                        PIPELINE.formatted(
                                "p",
                                "{\"type\": \"ndjson\", \"file\": \"UPPER\", \"table\": \"p\"}, {\"type\": \"oracle\"}"))
                .expect(200);
        assertThat(wrong.path("errors")
                        .valueStream()
                        .map(error -> error.path("pointer").asString() + " "
                                + error.path("message").asString()))
                .containsExactlyInAnyOrder(
                        "/sinks/0/table is possible with type 'postgres' only",
                        "/sinks/0/file is 'UPPER'; it must match [a-z][a-z0-9_]{0,62}",
                        "/sinks/1/type is 'oracle'; possible is 'postgres' or 'mongo' or 'ndjson'");
        JsonNode unknown = api.post(
                        "/api/v1/pipelines", PIPELINE.formatted("p", "{\"type\": \"ndjson\", \"fiel\": \"p\"}"))
                .expect(400);
        assertThat(unknown.at("/errors/0/message").asString())
                .isEqualTo("there is no property 'fiel' here; possible are collection, file, key, mode, table, type,"
                        + " version");

        JsonNode sink = api.get("/v3/api-docs").expect(200).at("/components/schemas/SinkDefinition");
        assertThat(sink.at("/properties/type/enum").valueStream().map(JsonNode::asString))
                .containsExactly("postgres", "mongo", "ndjson");
        assertThat(sink.at("/properties/file/pattern").asString()).isEqualTo("[a-z][a-z0-9_]{0,62}");
    }

    @Test
    void formatIsDrivenOverRestFromItsValidationToAReplay() {
        String definition = """
                {"name": "tags", "source": {"topics": ["topic_tags"], "format": "tagged", "options": {"mark": "#"},
                 "schema": "id BIGINT NOT NULL, text STRING NOT NULL, more ARRAY<STRUCT<x: DECIMAL(5,2)>>, never INT"},
                 "sinks": [{"type": "postgres", "table": "tags"}, {"type": "mongo", "collection": "tags"}]}""";
        JsonNode wrong = api.post("/api/v1/pipelines/validate", definition.replace("\"mark\"", "\"mrk\""))
                .expect(200);
        assertThat(wrong.at("/errors/0/pointer").asString()).isEqualTo("/source/options/mrk");
        JsonNode other = api.post("/api/v1/pipelines/validate", definition.replace("\"tagged\"", "\"avro\""))
                .expect(200);
        assertThat(other.at("/errors/0/message").asString()).isEqualTo("is 'avro'; possible is 'json' or 'tagged'");
        JsonNode keys = api.post("/api/v1/pipelines/validate", definition.replace("never INT", "never MAP<INT, INT>"))
                .expect(200);
        assertThat(keys.at("/errors/0/message").asString()).contains("cannot be tagged");

        sluice.createTopic("topic_tags");
        append(
                "tags",
                String.join(
                        "\n",
                        "#" + TaggedText.of(Map.of("id", 1, "text", "one", "more", List.of(Map.of("x", "1.50")))),
                        "#" + TaggedText.of(Map.of("id", 2, "extra", "no text")),
                        TaggedText.of(Map.of("id", 3, "text", "no mark")),
                        "#" + TaggedText.of(Map.of("id", 4, "text", "four"))));
        JsonNode valid = api.post("/api/v1/pipelines/validate", definition).expect(200);
        assertThat(valid.path("errors").size()).isZero();
        assertThat(valid.at("/columns/neverSeen/0").asString()).isEqualTo("never");
        assertThat(valid.at("/columns/unread/0").asString()).isEqualTo("extra");

        api.post("/api/v1/pipelines", definition).expect(201);
        api.awaitState("tags", "RUNNING");
        api.awaitConsumed("tags", 4);
        assertThat(sink("tags", "postgres")).isEqualTo("stored 2, rejected 0, rows 2");
        assertThat(texts("tags", "postgres")).containsExactly("four", "one");
        assertThat(texts("tags", "mongo")).containsExactly("four", "one");
        JsonNode letters =
                api.get("/api/v1/pipelines/tags/dead-letters?stage=decode").expect(200);
        assertThat(letters.path("items")
                        .valueStream()
                        .map(letter -> letter.path("reason").asString()))
                .containsExactlyInAnyOrder("field \"text\": null, but NOT NULL", "the mark is missing");

        api.put("/api/v1/pipelines/tags", definition.replace("text STRING NOT NULL", "text STRING"))
                .expect(200);
        replay("tags");
        assertThat(sink("tags", "postgres")).isEqualTo("stored 3, rejected 0, rows 3");
        assertThat(api.get("/api/v1/pipelines/tags/dead-letters")
                        .expect(200)
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        api.delete("/api/v1/pipelines/tags?purge=true").expect(204);
    }

    @Test
    void noClassOfTheApplicationNamesThePlugIn() throws IOException {
        Set<String> naming = new TreeSet<>();
        // The dashboard asks the API what there is, and its code may hold these letters by chance.
        try (Stream<Path> sources = Files.walk(Path.of("src/main"))) {
            for (Path source : sources.filter(Files::isRegularFile)
                    .filter(path -> !path.startsWith("src/main/web"))
                    .collect(Collectors.toList())) {
                String text = new String(Files.readAllBytes(source), UTF_8);
                if (Stream.of(
                                "store.file",
                                "\"" + FileStore.TYPE.label() + "\"",
                                "format.tagged",
                                "\"" + TaggedFormat.NAME + "\"")
                        .anyMatch(text::contains)) {
                    naming.add(source.toString());
                }
            }
        }
        assertThat(naming).isEmpty();
    }

    private void create(String name, String definition) {
        sluice.createTopic("topic_" + name);
        api.post("/api/v1/pipelines", definition).expect(201);
        api.awaitState(name, "RUNNING");
    }

    private void replay(String name) {
        String replay = api.post("/api/v1/pipelines/" + name + "/dead-letters/replay", null)
                .expect(202)
                .path("id")
                .asString();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> api.get("/api/v1/pipelines/" + name + "/replays/" + replay)
                        .expect(200)
                        .path("state")
                        .asString()
                        .equals("DONE"));
    }

    private void append(String name, String lines) {
        api.send("POST", "/api/v1/topics/topic_" + name + "/records", lines, "Content-Type", "application/x-ndjson")
                .expect(201);
    }

    private String sink(String pipeline, String store) {
        return api.counters(pipeline)
                .path("sinks")
                .valueStream()
                .filter(sink -> sink.path("sink").asString().equals(store))
                .map(sink -> "stored %s, rejected %s, rows %s"
                        .formatted(sink.path("stored"), sink.path("rejected"), sink.path("rows")))
                .collect(Collectors.joining());
    }

    private List<String> texts(String pipeline, String store) {
        return api.get("/api/v1/pipelines/" + pipeline + "/results/" + store + "?size=100")
                .expect(200)
                .path("items")
                .valueStream()
                .map(row -> row.path("text").asString())
                .sorted()
                .toList();
    }
}
