package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.ApiClient;
import io.sluice.testing.ApiClient.Answer;
import io.sluice.testing.Callers;
import io.sluice.testing.EventReader;
import io.sluice.testing.RealData;
import io.sluice.testing.RealQuotes;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.Environment;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The main job from outside: the whole application with everything embedded, driven over REST. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobIT {

    private static final String PIPELINE = """
            {"name": "%1$s",
             "source": {"topics": ["topic_%1$s"], "schema":
               "quote STRING NOT NULL, character STRING NOT NULL, image STRING, characterDirection STRING"},
             %2$s
             "sinks": [{"type": "postgres", "table": "%1$s"}, {"type": "mongo", "collection": "%1$s"}]}""";
    private static final List<String> DO_NOT_FIT = List.of(
            "not json",
            "{\"quote\":\"a\"",
            "{\"quote\":\"a\",\"quote\":\"b\",\"character\":\"c\"}",
            "{\"character\":\"nobody said it\"}",
            "{\"quote\":null,\"character\":\"c\"}",
            "{\"quote\":1,\"character\":\"c\"}",
            "[]",
            "{\"quote\":\"a\",\"character\":\"b\"} junk",
            "{\"quote\":\"\\ud800\",\"character\":\"lone surrogate\"}",
            "{\"Quote\":\"wrong case\",\"character\":\"c\"}");

    private final Sluice sluice = Sluice.startFresh("--sluice.demo.enabled=true");
    private final ApiClient api = sluice.api();

    @BeforeAll
    void ready() {
        api.awaitReady();
        // What it makes for itself is there then.
        api.awaitRuns("quotes");
        api.awaitConsumed("quotes", 1);
    }

    @AfterAll
    void stop() {
        sluice.close();
    }

    @Test
    @DisplayName("the README's tour runs as it is written, and is answered as it shows")
    void tour(@TempDir Path directory) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int begin = readme.indexOf("## A five-minute tour");
        // The examples of the API document tell the same story, and the topic stays when the pipeline goes.
        String tour = readme.substring(begin, readme.indexOf("\n## ", begin)).replace("my_quotes", "tour_quotes");
        int own = tour.indexOf("\n### ");
        DocumentedCommands commands = new DocumentedCommands(directory, api.port());
        commands.run(tour.substring(0, own), false);
        commands.run(tour.substring(own), true);
    }

    @Test
    @DisplayName("the real quotes arrive in both stores, field by field, each found by its position")
    void storesRealQuotes() {
        String quotes = RealQuotes.json();
        create("real", "");
        JsonNode appended = append("real", "application/json", quotes);
        api.awaitConsumed("real", 50);

        RealQuotes.assertStored(api, "real", "topic_real", appended);

        append("real", "application/json", quotes);
        api.awaitConsumed("real", 100);
        assertThat(positions("real", "postgres")).hasSize(100).isEqualTo(positions("real", "mongo"));
        assertAccounting("real", 100, 0, 0);
    }

    @Test
    @DisplayName("records that do not fit become dead letters byte for byte, and their neighbours land")
    void keepsWhatDoesNotFit() {
        create("mixed", "");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            lines.add("{\"quote\":\"q" + i + "\",\"character\":\"c\"}");
            if (i % 5 == 0) {
                lines.add(DO_NOT_FIT.get(i / 5));
            }
        }
        append("mixed", "application/x-ndjson", String.join("\n", lines));
        api.awaitConsumed("mixed", 60);

        JsonNode letters =
                api.get("/api/v1/pipelines/mixed/dead-letters?size=100").expect(200);
        Set<String> payloads = new HashSet<>();
        letters.path("items").forEach(letter -> {
            assertThat(letter.path("stage").asString()).isEqualTo("decode");
            assertThat(letter.path("reason").asString()).isNotBlank();
            payloads.add(letter.path("payload").asString());
        });
        assertThat(payloads).containsExactlyInAnyOrderElementsOf(DO_NOT_FIT);
        assertThat(positions("mixed", "postgres")).hasSize(50).isEqualTo(positions("mixed", "mongo"));
        assertAccounting("mixed", 60, 0, 10);
    }

    @Test
    @DisplayName("a preview says of each real quote what becomes of it, as it does then, and leaves nothing behind")
    void previewsRealQuotes() throws Exception {
        String quotes = RealQuotes.json();
        sluice.createTopic("topic_tried");
        append("tried", "application/json", quotes);
        String select =
                "\"transform\": \"SELECT quote, 10 / (length(quote) % 7) AS ratio FROM source WHERE character <>"
                        + " 'Homer Simpson'\",";
        String complete = PIPELINE.formatted("tried", select);
        String draft =
                complete.replaceAll("(?s)\"name\".*?\"source\"", "\"source\"").replaceAll("(?s),\\s*\"sinks\".*", "}");
        Set<String> before = everything();
        JsonNode preview = api.post(
                        "/api/v1/pipelines/preview",
                        "{\"definition\": " + draft + ", \"sample\": {\"from\": \"oldest\", \"limit\": 50}}")
                .expect(200);
        assertThat(everything()).isEqualTo(before);
        assertThat(preview.path("errors")).isEmpty();
        assertThat(preview.path("output")
                        .valueStream()
                        .map(column -> column.path("name").asString()))
                .containsExactly("quote", "ratio");
        assertThat(preview.path("records")).hasSize(50);
        Map<String, Integer> outcomes = new TreeMap<>();
        for (JsonNode record : preview.path("records")) {
            String quote = record.at("/decoded/quote").asString();
            String outcome = record.at("/decoded/character").asString().equals("Homer Simpson")
                    ? "filtered"
                    : quote.codePointCount(0, quote.length()) % 7 == 0 ? "rejected" : "stored";
            assertThat(record.path("outcome").asString()).as(quote).isEqualTo(outcome);
            outcomes.merge(outcome, 1, Integer::sum);
        }
        assertThat(outcomes).hasSize(3);

        api.post("/api/v1/pipelines", complete).expect(201);
        api.awaitConsumed("tried", 50);
        assertAccounting("tried", 50, outcomes.get("filtered"), outcomes.get("rejected"));
        JsonNode letters = api.get("/api/v1/pipelines/tried/dead-letters?size=100")
                .expect(200)
                .path("items");
        for (JsonNode record : preview.path("records")) {
            String at = record.path("partition") + "/" + record.path("offset");
            if (record.path("outcome").asString().equals("stored")) {
                ObjectNode row = (ObjectNode) api.get("/api/v1/pipelines/tried/results/postgres/topic_tried/" + at)
                        .expect(200);
                row.remove(List.of("_topic", "_partition", "_offset", "_ordinal", "_ingested_at"));
                assertThat(record.path("rows")).containsExactly(row);
            }
            assertThat(letters.valueStream()
                            .filter(letter -> at.equals(letter.path("partition") + "/" + letter.path("offset")))
                            .map(letter -> letter.path("stage").asString()
                                    + letter.path("reason").asString()
                                    + letter.path("payload").asString()))
                    .isEqualTo(
                            record.path("outcome").asString().equals("rejected")
                                    ? List.of(record.path("stage").asString()
                                            + record.path("reason").asString()
                                            + record.path("payload").asString())
                                    : List.of());
        }
        JsonNode filtered = preview.path("records")
                .valueStream()
                .filter(record -> record.path("outcome").asString().equals("filtered"))
                .findFirst()
                .orElseThrow();
        JsonNode life = life("tried", filtered);
        assertThat(life.at("/filteredBy").toString())
                .isEqualTo("[{\"condition\":\"character <> 'Homer Simpson'\",\"value\":\"false\"}]");
        assertThat(life.at("/kafka/payload")).isEqualTo(filtered.path("payload"));
        assertThat(life.path("postgres")).isEmpty();
        JsonNode again = api.post(
                        "/api/v1/pipelines/preview",
                        "{\"definition\": " + draft.replace("% 7", "% 7 + 1")
                                + ", \"sample\": {\"deadLetters\": \"tried\"}}")
                .expect(200);
        assertThat(again.path("records")).hasSize(outcomes.get("rejected"));
        assertThat(again.path("records")
                        .valueStream()
                        .map(record -> record.path("outcome").asString()))
                .containsOnly("stored");
    }

    @Test
    @DisplayName(
            "one record is followed from Kafka to its rows in both stores, or to its letter, or to where it will be")
    void followsOneRecord() {
        create("followed", """
                "transform": "SELECT word FROM source LATERAL VIEW explode(split(quote, ' ')) w AS word",""");
        JsonNode at = append("followed", "application/x-ndjson", """
                {"quote":"two words","character":"a"}
                {"quote":"no character"}
                {"quote":"%s","character":"of many rows"}""".formatted("w ".repeat(150)));
        api.awaitConsumed("followed", 3);
        JsonNode stored = life("followed", at.path(0));
        assertThat(stored.path("outcome").asString()).isEqualTo("stored");
        assertThat(stored.path("read").asBoolean()).isTrue();
        for (String store : List.of("postgres", "mongo")) {
            assertThat(stored.path(store)
                            .valueStream()
                            .map(row -> row.path("word").asString()))
                    .containsExactly("two", "words");
        }
        assertThat(stored.at("/batch/committedAt").asString()).isNotEmpty();
        assertThat(stored.path("replays")).isEmpty();
        assertThat(stored.has("unavailable")).isFalse();
        JsonNode many = life("followed", at.path(2));
        assertThat(many.path("postgres")).hasSize(100);
        assertThat(many.path("mongo")).hasSize(100);
        JsonNode rejected = life("followed", at.path(1));
        assertThat(rejected.at("/batch/runId")).isEqualTo(stored.at("/batch/runId"));
        assertThat(rejected.path("field").asString()).isEqualTo("character");
        assertThat(rejected.at("/decoded/quote").asString()).isEqualTo("no character");
        assertThat(rejected.at("/deadLetters/0/reason")).isEqualTo(rejected.path("reason"));
        JsonNode absent = api.get("/api/v1/pipelines/followed/records/topic_followed/0/99")
                .expect(200);
        assertThat(absent.at("/kafka/gone").asString()).contains("not there yet");
        assertThat(absent.path("read").asBoolean()).isFalse();
    }

    private JsonNode life(String pipeline, JsonNode at) {
        return api.get("/api/v1/pipelines/" + pipeline + "/records/topic_" + pipeline + "/"
                        + at.path("partition").asInt() + "/" + at.path("offset").asLong())
                .expect(200);
    }

    @Test
    @DisplayName("a preview and a trial of letters end soon when their callers hang up, and two are made at once")
    void trialsEndWithTheirCallers() throws IOException {
        create("tardy", "");
        append("tardy", "application/x-ndjson", ("{\"s\":\"" + "a".repeat(20) + "c\"}\n").repeat(500));
        api.awaitConsumed("tardy", 500);
        String slow = "{\"definition\": {\"source\": {\"schema\": \"s STRING\"}, \"transform\":"
                + " \"SELECT s FROM source WHERE s RLIKE '(a|a)+\\\\\\\\1b'\"}, \"sample\": {\"records\": ["
                + String.join(",", Collections.nCopies(500, "\"{\\\"s\\\":\\\"" + "a".repeat(20) + "c\\\"}\"")) + "]}}";
        String trial = "{\"definition\": {\"source\": {\"schema\": \"s STRING\"}, \"transform\":"
                + " \"SELECT s FROM source WHERE s RLIKE '(a|a)+\\\\1b'\"}}";
        try (Callers preview = new Callers(api.port(), 1, request("preview", slow));
                Callers letters = new Callers(api.port(), 1, request("tardy/dead-letters/try", trial))) {
            Awaitility.await().until(() -> working() == 2);
            assertThat(api.post("/api/v1/pipelines/tardy/dead-letters/try", trial)
                            .status())
                    .isEqualTo(429);
            Answer third = api.post("/api/v1/pipelines/preview", slow);
            assertThat(third.status()).isEqualTo(429);
            assertThat(third.http().headers().firstValue("Retry-After")).isPresent();
            assertThat(working()).isEqualTo(2);
        }
        // Either would compute for minutes.
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> working() == 0);
        Awaitility.await()
                .until(() -> api.post("/api/v1/pipelines/preview", "{\"definition\": {}}")
                                .status()
                        == 200);
    }

    private static String request(String path, String body) {
        return "POST /api/v1/pipelines/" + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static long tails() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tail-"))
                .count();
    }

    private static long working() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> Set.of("preview", "trial").contains(thread.getName()))
                .count();
    }

    @Test
    @DisplayName("letters are tried under a draft and with an edit, and replayed so, again and again, as it was said")
    void triesAndReplaysLetters() {
        create("tested", "");
        JsonNode at = append("tested", "application/x-ndjson", """
                {"quote":"no character"}
                {"quote":"nul \\u0000","character":"refused by Postgres"}
                not json""");
        api.awaitConsumed("tested", 3);
        String draft = "\"definition\": {\"source\": {\"schema\": \"quote STRING\"},"
                + " \"sinks\": [{\"type\": \"postgres\", \"table\": \"t\"}]}";
        String edit = edit(at.path(2));
        JsonNode tried = api.post(
                        "/api/v1/pipelines/tested/dead-letters/try", "{\"filter\": {}, " + edit + ", " + draft + "}")
                .expect(200);
        assertThat(tried.path("records")
                        .valueStream()
                        .map(record -> record.path("outcome").asString()
                                + record.path("stage").asString("")))
                .containsExactly("stored", "rejectedpostgres", "stored");

        JsonNode previewed = api.post(
                        "/api/v1/pipelines/preview", "{" + draft + ", \"sample\": {\"deadLetters\": \"tested\"}}")
                .expect(200);
        assertThat(previewed.path("records"))
                .filteredOn(record -> record.path("stage").asString("").equals("postgres"))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.path("outcome").asString()).isEqualTo("rejected");
                    assertThat(record.path("reason").asString())
                            .isEqualTo(tried.at("/records/1/reason").asString())
                            .contains("U+0000");
                });
        assertThat(previewed.path("records")).hasSize(3);

        JsonNode refused = api.post("/api/v1/pipelines/tested/dead-letters/replay", "{" + edit(at.path(1)) + "}")
                .expect(422);
        assertThat(refused.at("/errors/0/message").asString()).contains("mongo");
        replay("tested", "{\"filter\": {}, " + edit + "}");
        for (int i = 0; i < 9; i++) {
            replay("tested", "{}");
        }
        assertAccounting("tested", 3, 0, 1);
        assertThat(positions("tested", "postgres")).hasSize(1);
        assertThat(positions("tested", "mongo")).hasSize(2);
        JsonNode mended = life("tested", at.path(2));
        assertThat(mended.at("/replays")).hasSize(1);
        assertThat(mended.at("/replays/0/outcome").asString()).isEqualTo("stored");
        JsonNode again = life("tested", at.path(1));
        assertThat(again.at("/replays")).hasSize(10);
        assertThat(again.at("/replays/9/store").asString()).isEqualTo("postgres");
        assertThat(again.at("/replays/9/outcome").asString()).isEqualTo("rejected");
        assertThat(again.path("stage").asString()).isEqualTo("postgres");
        assertThat(again.path("reason")).isEqualTo(again.at("/deadLetters/0/reason"));
        // What could not be decoded in time is left out.
        JsonNode listed = Awaitility.await()
                .until(
                        () -> api.get("/api/v1/pipelines/tested/dead-letters?decoded=true&stage=decode")
                                .expect(200),
                        page -> page.at("/items/0").has("decoded"));
        assertThat(listed.at("/items/0/field").asString()).isEqualTo("character");
        assertThat(listed.at("/items/0/decoded/quote").asString()).isEqualTo("no character");
        String tooLong = "{\"filter\": {\"q\": \"" + "x".repeat(4 << 20) + "\"}}";
        assertThat(api.post("/api/v1/pipelines/tested/dead-letters/replay", tooLong)
                        .status())
                .isEqualTo(413);
        assertThat(api.post("/api/v1/pipelines/tested/dead-letters/try", tooLong)
                        .status())
                .isEqualTo(413);
    }

    private static String edit(JsonNode at) {
        return "\"edits\": [{\"position\": {\"topic\": \"topic_tested\", \"partition\": " + at.path("partition")
                + ", \"offset\": " + at.path("offset")
                + "}, \"payload\": \"{\\\"quote\\\":\\\"mended\\\",\\\"character\\\":\\\"c\\\"}\"}]";
    }

    private void replay(String name, String order) {
        String address = "/api/v1/pipelines/" + name + "/replays/"
                + api.post("/api/v1/pipelines/" + name + "/dead-letters/replay", order)
                        .expect(202)
                        .path("id")
                        .asString();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() ->
                        api.get(address).expect(200).path("state").asString().equals("DONE"));
    }

    /** Every table with its rows, every collection, topic and pipeline, and every file of a checkpoint. */
    private Set<String> everything() throws IOException {
        JdbcTemplate postgres = new JdbcTemplate(sluice.bean(DataSource.class));
        Set<String> all = new TreeSet<>(
                postgres.queryForList("SELECT relname FROM pg_class WHERE relname LIKE '%tried%'", String.class));
        // Not as Postgres' statistics have them, which come late.
        postgres.queryForList(
                        "SELECT format('%I', relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                                + " AND relkind = 'r' AND relname <> 'quotes'", // the demonstration's, which is fed
                        String.class)
                .forEach(table -> all.add(table
                        + postgres.queryForList("SELECT xmin, ctid FROM " + table).stream()
                                .map(Object::toString)
                                .sorted()
                                .toList()));
        api.get("/api/v1/topics").expect(200).forEach(topic -> {
            if (!topic.path("name").asString().equals("topic_quotes")) {
                all.add("topic " + topic);
            }
        });
        api.get("/api/v1/pipelines")
                .expect(200)
                .path("items")
                .forEach(each -> all.add(each.path("name").asString()));
        MongoTemplate mongo = sluice.bean(MongoTemplate.class);
        all.addAll(mongo.getCollectionNames());
        Path data = Path.of(sluice.bean(Environment.class).getRequiredProperty("sluice.data-directory"));
        try (Stream<Path> files = Files.list(Files.createDirectories(data.resolve("checkpoints")))) {
            files.forEach(file -> all.add(file.toString()));
        }
        return all;
    }

    @Test
    @DisplayName("a transform filters, computes and explodes, and its failures are dead letters")
    void transformFiltersComputesExplodesAndFailsIntoDeadLetters() {
        create("shaped", """
                "transform": "SELECT upper(character) AS who, word, 10 / length(image) AS ratio FROM source \
                LATERAL VIEW explode(split(quote, ' ')) w AS word WHERE character <> 'nobody'",""");
        append("shaped", "application/json", """
                [{"quote":"three short words","character":"a","image":"12345"},
                 {"quote":"dropped","character":"nobody","image":"1"},
                 {"quote":"no image","character":"b","image":""}]""");
        api.awaitConsumed("shaped", 3);

        JsonNode rows = api.get("/api/v1/pipelines/shaped/results/postgres?sort=_ordinal,asc")
                .expect(200);
        assertThat(rows.path("items").valueStream().map(row -> row.path("word").asString()))
                .containsExactly("three", "short", "words");
        assertThat(api.get("/api/v1/pipelines/shaped/results/mongo")
                        .expect(200)
                        .path("total")
                        .asInt())
                .isEqualTo(3);
        JsonNode letter = api.get("/api/v1/pipelines/shaped/dead-letters")
                .expect(200)
                .path("items")
                .path(0);
        assertThat(letter.path("stage").asString()).isEqualTo("transform");
        assertThat(letter.path("reason").asString()).containsIgnoringCase("division by zero");
        assertAccounting("shaped", 3, 1, 1);
    }

    @Test
    @DisplayName("who watches is told of micro-batches, rejections and reasons, and sees records pass until the end")
    void watchersSeeBatchesRejectionsAndRecords() {
        create("watched", "");
        String path = "/api/v1/pipelines/watched/tail";
        try (EventReader events = EventReader.open(api.port(), "/api/v1/events?pipeline=watched");
                EventReader tail = EventReader.open(api.port(), path);
                EventReader bad = EventReader.open(api.port(), path + "?only=rejected")) {
            events.await("snapshot");
            tail.await("rate");
            bad.await("rate");
            append("watched", "application/x-ndjson", "{\"quote\":\"fits\",\"character\":\"a\"}\nnot json");

            JsonNode rejected = events.await("rejected").data();
            assertThat(rejected.path("count").asLong()).isEqualTo(1);
            assertThat(rejected.at("/newest/0/stage").asString()).isEqualTo("decode");
            events.await(
                    "progress",
                    event -> event.is("progress", "watched")
                            && event.data().at("/batch/rows").asLong() > 0);
            // With it, or a second later.
            events.await(
                    "what was counted",
                    event -> event.data().path("pipeline").asString("").equals("watched")
                            && event.data().at("/summary/counters/consumed").asLong() == 2);
            JsonNode stored = shown(
                    tail,
                    "{\"quote\":\"fits\",\"character\":\"a\"}",
                    event -> outcome(event).equals("stored"));
            assertThat(stored.path("payload").asString()).startsWith("{\"quote\":\"fits\"");
            assertThat(stored.at("/rows/0/character").asString()).isEqualTo("a");
            JsonNode misfit = shown(bad, "not json", event -> event.kind().equals("record"));
            assertThat(misfit.path("payload").asString()).isEqualTo("not json");
            assertThat(misfit.path("stage").asString()).isEqualTo("decode");
            tail.await("rate", event -> event.data().path("seen").asLong() > 0);

            String nul = "{\"quote\":\"a NUL: \\u0000\",\"character\":\"a\"}";
            append("watched", "application/x-ndjson", nul);
            JsonNode refused = shown(
                    bad, nul, event -> event.data().path("stage").asString("").equals("postgres"));
            assertThat(refused.at("/decoded/quote").asString()).isEqualTo("a NUL: \u0000");
            assertThat(refused.path("reason").asString()).isNotEmpty();

            String largest = "{\"quote\":\"" + "x".repeat(70_000) + "\",\"character\":\"a\"}";
            append("watched", "application/x-ndjson", largest);
            JsonNode large = shown(
                    tail,
                    largest,
                    event -> event.data().path("payload").asString("").contains("xxxxxx"));
            assertThat(outcome(large)).isEqualTo("stored");
            assertThat(large.toString().length()).isLessThan(64 << 10);
            assertThat(large.has("rows")).isFalse();
            assertThat(large.path("rowCount").asInt()).isEqualTo(1);

            api.put(
                            "/api/v1/pipelines/watched",
                            PIPELINE.formatted("watched", "\"transform\": \"SELECT quote FROM source\","))
                    .expect(200);
            tail.await("definition");
            String later = "{\"quote\":\"later\",\"character\":\"a\"}";
            append("watched", "application/x-ndjson", later);
            shown(
                    tail,
                    later,
                    event -> outcome(event).equals("stored")
                            && event.data().at("/rows/0").size() == 1);
            api.delete("/api/v1/pipelines/watched").expect(204);
            tail.await("end");
            assertThat(tail.answer().join().statusCode()).isEqualTo(200);
            events.await(
                    "deleted", event -> event.data().path("change").asString("").equals("deleted"));
            assertThat(bad.events).noneMatch(event -> outcome(event).equals("stored"));
        }
    }

    /**
     * What a tail shows of such records. It may pass one over, where Kafka or a busy machine takes longer than it has in a
     * second: then another one comes.
     */
    private JsonNode shown(EventReader tail, String record, Predicate<EventReader.Event> wanted) {
        AtomicInteger looks = new AtomicInteger();
        return Awaitility.await("to be shown: " + record.substring(0, Math.min(40, record.length())))
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> {
                            if (looks.incrementAndGet() % 50 == 0) {
                                append("watched", "application/x-ndjson", record);
                            }
                            return tail.events.stream()
                                    .filter(wanted)
                                    .findFirst()
                                    .map(EventReader.Event::data)
                                    .orElse(null);
                        },
                        Objects::nonNull);
    }

    private static String outcome(EventReader.Event event) {
        return outcome(event.data());
    }

    private static String outcome(JsonNode record) {
        return record.path("outcome").asString("");
    }

    @Test
    @DisplayName("four pipelines' records are watched at once; one more is refused until one is left")
    void fewAreWatched() {
        create("crowded", "");
        String path = "/api/v1/pipelines/crowded/tail";
        Awaitility.await().until(() -> tails() == 0);
        List<EventReader> tails = Stream.generate(() -> EventReader.open(api.port(), path))
                .limit(4)
                .toList();
        try {
            tails.forEach(tail -> tail.await("rate"));
            try (EventReader more = EventReader.open(api.port(), path)) {
                assertThat(more.answer().join().statusCode()).isEqualTo(429);
                assertThat(more.answer().join().headers().firstValue("Retry-After"))
                        .isPresent();
            }
            tails.get(0).close();
            Awaitility.await().until(() -> tails() == 3);
            try (EventReader next = EventReader.open(api.port(), path)) {
                next.await("rate");
            }
        } finally {
            tails.forEach(EventReader::close);
        }
    }

    @Test
    @DisplayName("dead letters are replayed through the definition as it is now")
    void replaysDeadLetters() {
        create("repaired", "");
        append("repaired", "application/x-ndjson", """
                {"quote":"fits","character":"a"}
                {"quote":"no character"}
                not json""");
        api.awaitConsumed("repaired", 3);
        assertAccounting("repaired", 3, 0, 2);

        api.put(
                        "/api/v1/pipelines/repaired",
                        PIPELINE.formatted("repaired", "").replace("character STRING NOT NULL", "character STRING"))
                .expect(200);
        JsonNode replay =
                api.post("/api/v1/pipelines/repaired/dead-letters/replay", null).expect(202);
        assertThat(replay.path("matched").asInt()).isEqualTo(2);
        String address =
                "/api/v1/pipelines/repaired/replays/" + replay.path("id").asString();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() ->
                        !api.get(address).expect(200).path("state").asString().equals("RUNNING"));
        JsonNode done = api.get(address).expect(200);
        assertThat(List.of("state", "tried", "stored", "left"))
                .extracting(field -> done.path(field).asString())
                .containsExactly("DONE", "2", "1", "1");

        assertAccounting("repaired", 3, 0, 1);
        assertThat(positions("repaired", "postgres")).hasSize(2).isEqualTo(positions("repaired", "mongo"));
        JsonNode letters = api.get("/api/v1/pipelines/repaired/dead-letters").expect(200);
        assertThat(letters.path("items").path(0).path("payload").asString()).isEqualTo("not json");
        assertThat(letters.path("total").asInt()).isEqualTo(1);
    }

    @Test
    @DisplayName("stops and starts while records arrive lose nothing and repeat nothing")
    void survivesRestartsUnderLoad() {
        create("restless", "");
        int appended = 0;
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < 5; i++, appended += 20) {
                append("restless", "application/x-ndjson", batch(appended, 20));
            }
            String order = round % 3 == 0 ? "restart" : round % 3 == 1 ? "stop" : "start";
            api.post("/api/v1/pipelines/restless/" + order, null).expect(202);
        }
        api.post("/api/v1/pipelines/restless/start", null).expect(202);
        api.awaitConsumed("restless", appended);

        assertThat(positions("restless", "postgres")).hasSize(appended).isEqualTo(positions("restless", "mongo"));
        assertAccounting("restless", appended, 0, 0);
    }

    @Test
    @DisplayName("a failing pipeline retries and says why, another one does not notice")
    void failureStaysAlone() {
        api.post("/api/v1/pipelines", PIPELINE.formatted("nowhere", "")).expect(201); // its topic does not exist
        create("fine", "");
        JsonNode retrying = api.awaitState("nowhere", "RETRYING");
        assertThat(retrying.path("nextRetryAt").asString()).isNotBlank();
        assertThat(retrying.path("lastError").path("message").asString()).contains("topic_nowhere");

        append("fine", "application/x-ndjson", batch(0, 20));
        api.awaitConsumed("fine", 20);

        append("nowhere", "application/x-ndjson", batch(0, 20));
        api.awaitConsumed("nowhere", 20);
    }

    @Test
    @DisplayName("what is proposed for real records makes a pipeline as it is, which stores every one of them")
    void storesWhatIsProposed() {
        for (String name : RealData.names()) {
            List<String> records = RealData.lines(name);
            String topic = "proposed_" + name;
            sluice.createTopic(topic);
            api.send(
                            "POST",
                            "/api/v1/topics/" + topic + "/records",
                            String.join("\n", records),
                            "Content-Type",
                            "application/x-ndjson")
                    .expect(201);
            JsonNode proposal = api.post("/api/v1/topics/" + topic + "/schema?limit=10000", null)
                    .expect(200);
            assertThat(proposal.path("records").asInt()).as(name).isEqualTo(records.size());
            ObjectNode definition = new JsonMapper().createObjectNode();
            definition.put("name", topic);
            definition.putObject("source").put("schema", proposal.path("schema").asString());
            ((ObjectNode) definition.path("source")).putArray("topics").add(topic);
            if (proposal.has("transform")) {
                definition.put("transform", proposal.path("transform").asString());
            }
            ArrayNode sinks = definition.putArray("sinks");
            sinks.addObject().put("type", "postgres").put("table", topic);
            sinks.addObject().put("type", "mongo").put("collection", topic);

            JsonNode validation = api.post("/api/v1/pipelines/validate", definition.toString())
                    .expect(200);
            assertThat(validation.path("errors")).as(name).isEmpty();
            for (JsonNode column : validation.path("output")) {
                assertThat(proposal.path("table").asString())
                        .contains("\"" + column.path("name").asString() + "\" "
                                + column.path("postgresType").asString()
                                + (column.path("nullable").asBoolean() ? "," : " NOT NULL,"));
            }
            api.post("/api/v1/pipelines", definition.toString()).expect(201);
            api.awaitConsumed(topic, records.size());
            assertAccounting(topic, records.size(), 0, 0);
            api.delete("/api/v1/pipelines/" + topic + "?purge=true").expect(204);
        }
    }

    @Test
    @DisplayName("the OpenAPI document leaves nothing out")
    void isDescribed() throws IOException {
        JsonNode document = api.get("/v3/api-docs").expect(200);
        // The dashboard's types are made of it.
        Files.writeString(Path.of("target", "openapi.json"), document.toString());
        assertThat(OpenApiRules.faults(document)).isEmpty();
        assertThat(document.at("/components/schemas").propertyNames())
                .containsAll(ApiFiles.all("schemas").keySet())
                .containsAll(ApiFiles.all("moreSchemas").keySet());
        assertThat(document.at("/paths/~1api~1v1~1pipelines~1{name}/put/responses")
                        .propertyNames())
                .contains("200", "201", "400", "403", "406", "409", "412", "413", "415", "422", "500", "503");
    }

    @Test
    @DisplayName("the examples of the OpenAPI document tell a story that works as it is shown")
    void examplesWork() {
        OpenApiExamples examples = new OpenApiExamples(api);
        JsonNode first = examples.run("appendTopicRecords").path("records").path(0);
        Stream.of("listTransformFunctions", "validatePipeline", "createPipeline")
                .forEach(examples::run);
        api.awaitConsumed("my_quotes", 5);
        Stream.of(
                        "getPipelineStatus",
                        "getPipeline",
                        "putPipeline",
                        "getPipelineOffsets",
                        "getPlatform",
                        "getSession",
                        "listTopics",
                        "listTopicRecords",
                        "getTopicOffsets",
                        "listDemoQuotes")
                .forEach(examples::run);
        Stream.of("previewPipeline", "proposeSchema", "listVersions", "getVersion", "getPipelineProgress")
                .forEach(operation -> examples.runEach(operation, Map.of(), () -> {}));
        // Nobody can know before where Kafka puts them.
        for (String store : List.of("postgres", "mongo")) {
            examples.run(
                    "getResult",
                    Map.of(
                            "store",
                            store,
                            "partition",
                            first.path("partition").asString(),
                            "offset",
                            first.path("offset").asString()));
        }
        assertThat(examples.run(
                                "getRecord",
                                Map.of(
                                        "partition",
                                        first.path("partition").asString(),
                                        "offset",
                                        first.path("offset").asString()))
                        .path("postgres"))
                .hasSize(1);
        api.awaitState("my_quotes", "RUNNING");
        for (String list : List.of("listPipelines", "listResults", "listDeadLetters")) {
            assertThat(examples.run(list).path("items")).as(list).isNotEmpty();
        }
        assertThat(examples.run("listResults", Map.of("store", "mongo")).path("items"))
                .isNotEmpty();
        Stream.of("listDeadLetters", "countDeadLetters", "tryDeadLetters")
                .forEach(operation -> examples.runEach(operation, Map.of(), () -> {}));
        examples.runEach("replayDeadLetters", Map.of(), () -> awaitEnd("/replays", "/items/0/state"));
        examples.run("listReplays");
        String replay = api.get("/api/v1/pipelines/my_quotes/replays")
                .expect(200)
                .at("/items/0/id")
                .asString();
        examples.run("getReplay", Map.of("id", replay));
        examples.runEach("startReconciliation", Map.of(), () -> awaitEnd("/reconciliation", "/state"));
        Stream.of("getReconciliation", "cancelReconciliation").forEach(examples::run);
        String query = api.status("my_quotes").path("queryId").asString();
        examples.run("listQueries");
        examples.run("getQuery", Map.of("id", query));
        examples.run("stopQuery", Map.of("id", query));
        Stream.of("startPipeline", "restartPipeline", "stopPipeline").forEach(examples::run);
        api.awaitState("my_quotes", "STOPPED");
        // Where the records are, which nobody can know before, decides whether the edit of the example meets one.
        long stored = api.counters("my_quotes").at("/sinks/0/stored").asLong();
        assertThat(stored).isBetween(2L, 3L);
        for (String removal : List.of("resetPipelineOffsets", "deletePipeline")) {
            assertThat(examples.run(removal, Map.of("dryRun", "true", "purge", "true"))
                            .path("targets"))
                    .as(removal)
                    .hasSize(2)
                    .allSatisfy(
                            target -> assertThat(target.path("rows").asLong()).isEqualTo(stored));
        }
        Stream.of("alterPipelineOffsets", "resetPipelineOffsets").forEach(examples::run);
        examples.runEach("deleteDeadLetters", Map.of(), () -> {});
        examples.run("deletePipeline");
        // These two do not end by themselves.
        examples.runEach("listAudit", Map.of(), () -> {});
        assertThat(examples.run("listAudit").path("items")).isNotEmpty();
        assertThat(examples.left()).containsExactlyInAnyOrder("getEvents", "tailPipeline");
    }

    private void awaitEnd(String of, String state) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> !api.get("/api/v1/pipelines/my_quotes" + of)
                        .expect(200)
                        .at(state)
                        .asString()
                        .equals("RUNNING"));
    }

    private void create(String name, String transform) {
        sluice.createTopic("topic_" + name);
        api.post("/api/v1/pipelines", PIPELINE.formatted(name, transform)).expect(201);
        api.awaitState(name, "RUNNING");
    }

    private JsonNode append(String name, String mediaType, String records) {
        return api.send("POST", "/api/v1/topics/topic_" + name + "/records", records, "Content-Type", mediaType)
                .expect(201)
                .path("records");
    }

    private static String batch(int from, int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            lines.append("{\"quote\":\"q").append(i).append("\",\"character\":\"c\"}\n");
        }
        return lines.toString();
    }

    private Set<String> positions(String name, String store) {
        JsonNode page = api.get("/api/v1/pipelines/" + name + "/results/" + store + "?size=1000")
                .expect(200);
        Set<String> positions = new HashSet<>();
        page.path("items").forEach(item -> {
            JsonNode at = store.equals("mongo") ? item.path("_source") : item;
            String prefix = store.equals("mongo") ? "" : "_";
            assertThat(positions.add(at.path(prefix + "partition") + "/" + at.path(prefix + "offset")))
                    .isTrue();
        });
        return positions;
    }

    private void assertAccounting(String name, long consumed, long filtered, long rejected) {
        JsonNode counters = api.counters(name);
        assertThat(counters.path("consumed").asLong()).isEqualTo(consumed);
        assertThat(counters.path("filtered").asLong()).isEqualTo(filtered);
        assertThat(counters.path("rejected").asLong()).isEqualTo(rejected);
        assertThat(counters.path("sinks")).hasSize(2);
        counters.path("sinks")
                .forEach(sink -> assertThat(filtered
                                + rejected
                                + sink.path("stored").asLong()
                                + sink.path("rejected").asLong())
                        .isEqualTo(consumed));
    }
}
