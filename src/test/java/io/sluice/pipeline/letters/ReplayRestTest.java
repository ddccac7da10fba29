package io.sluice.pipeline.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.jayway.jsonpath.JsonPath;
import io.sluice.pipeline.PipelineRestCase;
import io.sluice.pipeline.catalogue.PipelineStore;
import io.sluice.pipeline.lifecycle.Threads;
import io.sluice.stream.flow.ReplayCounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@DisplayName("Replaying dead letters over HTTP")
class ReplayRestTest extends PipelineRestCase {

    private static final String REPLAY = "/a/dead-letters/replay";

    @Test
    @DisplayName("answers an id and how many letters there are, and tells where to ask what becomes of them")
    void tellsWhatHappens() throws Exception {
        create(body("a", "a"));
        CountDownLatch open = new CountDownLatch(1);
        engine.onReplay(committed -> {
            committed.accept(new ReplayCounts(1, 1, 0, 0));
            open.await();
            committed.accept(new ReplayCounts(2, 0, 1, 1, 5));
        });
        MvcTestResult ordered = post(REPLAY);
        assertThat(ordered).hasStatus(202);
        String address = ordered.getResponse().getHeader("Location");
        assertThat(address).isEqualTo(PATH + "/a/replays/" + text(ordered, "$.id"));
        assertThat(at(address)).containsEntry("state", "RUNNING").containsEntry("matched", 2);
        await().untilAsserted(() -> assertThat(at(address)).containsAllEntriesOf(counts(1, 1, 0, 0, 1)));
        assertThat(at(address)).doesNotContainKeys("endedAt", "error", "withoutStore");

        assertThat(post(REPLAY)).hasStatus(409).bodyText().contains(address);
        open.countDown();
        await().untilAsserted(() -> assertThat(at(address)).containsEntry("state", "DONE"));
        assertThat(at(address))
                .containsAllEntriesOf(counts(3, 1, 1, 1, 1))
                .containsEntry("withoutStore", 5)
                .containsKey("endedAt");
    }

    @Test
    @DisplayName("says why one broke off, and keeps what it had counted until then")
    void tellsFailures() throws Exception {
        create(body("a", "a"));
        engine.onReplay(committed -> {
            committed.accept(new ReplayCounts(1, 1, 0, 0));
            throw new IOException("the disk is full");
        });
        String address = post(REPLAY).getResponse().getHeader("Location");
        await().untilAsserted(() -> assertThat(at(address)).containsEntry("state", "FAILED"));
        assertThat(at(address)).containsAllEntriesOf(counts(1, 1, 0, 0, 1));
        assertThat(at(address).get("error").toString()).contains("IOException", "the disk is full");
        await().untilAsserted(() -> assertThat(post(REPLAY)).hasStatus(202));
    }

    @Test
    @DisplayName("counts first what it would replay or delete, and does nothing then")
    void countsFirst() throws Exception {
        create(body("a", "a"));
        letter(1, "decode");
        MvcTestResult counted = order("?dryRun=true", "{'filter':{'stage':'decode'},'edits':[" + edit(1, "x") + "]}");
        assertThat(counted).hasStatus(200).bodyText().isEqualTo("{\"matched\":2}");
        assertThat(get("/a/replays")).bodyText().isEqualTo("{\"items\":[]}");
        assertThat(deleted("?dryRun=true&stage=mongo"))
                .hasStatus(200)
                .bodyText()
                .isEqualTo("{\"matched\":2}");
        assertThat(count("edits")).isZero();
        assertThat(count("dead_letters")).isEqualTo(1);
    }

    @Test
    @DisplayName("deletes those of a filter, with the edits that were never carried, and no others")
    void deletesAFilter() throws Exception {
        create(body("a", "a"));
        letter(1, "decode");
        letter(2, "decode");
        letter(3, "transform");
        order("", "{'edits':[" + edit(1, "x") + "," + edit(3, "y") + "]}");
        await().untilAsserted(() ->
                assertThat(deleted("?stage=decode&from=2020-01-01T00:00:00Z")).hasStatus(204));
        assertThat(jdbc.queryForList("SELECT \"offset\" FROM sluice.dead_letters", Long.class))
                .containsExactly(3L);
        assertThat(jdbc.queryForList("SELECT \"offset\" FROM sluice.edits", Long.class))
                .containsExactly(3L);
        assertThat(deleted("?stage=nonsense")).hasStatus(400);
        assertThat(deleted("")).hasStatus(204);
        assertThat(count("dead_letters")).isZero();
    }

    @Test
    @DisplayName("keeps edits before it begins, replays what they name, and says which have no letter")
    void keepsEdits() throws Exception {
        create(body("a", "a"));
        letter(1, "decode");
        letter(2, "decode");
        MvcTestResult ordered = order(
                "",
                "{'edits':[" + edit(1, "<img onerror=1> \\u0000") + "," + edit(9, "z")
                        + ",{'position':{'topic':'t','partition':0,'offset':2},'payload':'wyg=','encoding':'base64'}]}");
        assertThat(ordered).hasStatus(202);
        assertThat(JsonPath.<List<?>>read(ordered.getResponse().getContentAsString(), "$.ignoredEdits"))
                .hasToString("[{\"topic\":\"t\",\"partition\":0,\"offset\":9}]");
        assertThat(jdbc.queryForList("SELECT value FROM sluice.edits ORDER BY id", byte[].class))
                .containsExactly("<img onerror=1> \0".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xC3, 0x28});
        assertThat(engine.replayed.positions()).hasSize(3);
        await().untilAsserted(() -> assertThat(
                        order("", "{'filter':{'stage':'mongo'},'edits':[" + edit(1, "no") + "]}"))
                .hasStatus(202)
                .bodyText()
                .contains("ignoredEdits"));
    }

    @Test
    @DisplayName(
            "an edit of a record that a store has is 422 and changes nothing: the stores would have other rows of it")
    void refusesEditsOfStoredRecords() throws Exception {
        create(body("a", "a"));
        letter(1, "decode");
        letter(2, "mongo");
        MvcTestResult refused = order("", "{'edits':[" + edit(1, "x") + "," + edit(2, "y") + "]}");
        assertThat(refused).hasStatus(422).bodyText().contains("postgres already");
        assertThat(JsonPath.<List<String>>read(refused.getResponse().getContentAsString(), "$.errors[*].pointer"))
                .containsExactly("/edits/1/position");
        assertThat(count("edits")).isZero();
        letter(2, "postgres");
        assertThat(order("", "{'edits':[" + edit(2, "y") + "]}")).hasStatus(202);
        assertThat(count("edits")).isEqualTo(1);
    }

    @Test
    @DisplayName("an order that is not valid is 422 with every fault, and does nothing")
    void refusesOrders() throws Exception {
        create(body("a", "a"));
        letter(1, "decode");
        MvcTestResult refused = order(
                "",
                "{'positions':[{'topic':'t','partition':0,'offset':1}],'filter':{'stage':'x','from':'now'},'edits':["
                        + edit(2, "z") + "," + edit(1, "\\ud800") + "," + edit(1, "a")
                        + ",{'position':null,'payload':null,'encoding':'hex'}]}");
        assertThat(refused).hasStatus(422);
        assertThat(JsonPath.<List<String>>read(refused.getResponse().getContentAsString(), "$.errors[*].pointer"))
                .containsExactlyInAnyOrder(
                        "/edits/0/position",
                        "/edits/1/payload",
                        "/edits/2/position",
                        "/edits/3/position",
                        "/edits/3/payload",
                        "/edits/3/encoding",
                        "/filter/stage",
                        "/filter/from");
        assertThat(order("", "{'edits':[{'payload':")).hasStatus(400);
        assertThat(count("edits")).isZero();
    }

    @Test
    @DisplayName("what can be told of a trial without Spark is told, and nobody else has to wait for it")
    void triesOverRest() throws Exception {
        create(body("a", "a"));
        assertThat(tried("b", "{}")).hasStatus(404);
        assertThat(tried("a", "{'positions':[null]}")).hasStatus(422);
        MvcTestResult unreadable = tried("a", "{'definition':{'source':7}}");
        assertThat(unreadable).hasStatus(400);
        assertThat(JsonPath.<List<String>>read(unreadable.getResponse().getContentAsString(), "$.errors[*].pointer"))
                .containsExactly("/definition/source");
        assertThat(tried("a", "{'definition':{'source':{}}}"))
                .hasStatus(200)
                .bodyText()
                .contains("/source/schema")
                .doesNotContain("/source/topics", "/name", "/sinks");
        for (int i = 0; i < 5; i++) {
            assertThat(tried("a", "{}")).hasStatus(503).bodyText().contains("There is no Spark");
        }
    }

    private MvcTestResult tried(String pipeline, String body) {
        return mvc.post()
                .uri(PATH + "/" + pipeline + "/dead-letters/try")
                .contentType(MediaType.APPLICATION_JSON)
                .content(json(body))
                .exchange();
    }

    @Test
    @DisplayName("what is too old goes by itself, again and again, while this instance holds the lease")
    void expiresByItself() {
        create(body("a", "a"));
        letter(1, "decode");
        try (Threads threads = new Threads()) {
            new LetterRetention(new LetterSettings(null, 1L), registry, leases, threads, Duration.ofMillis(50)).begin();
            letter(2, "decode");
            await().untilAsserted(() -> assertThat(lettersOf("a")).isEqualTo(1));
            letter(3, "decode");
            await().untilAsserted(() -> assertThat(lettersOf("a")).isEqualTo(1));
            UUID mine = jdbc.queryForObject("SELECT instance FROM sluice.owner", UUID.class);
            jdbc.update("UPDATE sluice.owner SET instance = ?", UUID.randomUUID());
            letter(4, "decode");
            await().during(Duration.ofMillis(300))
                    .untilAsserted(() -> assertThat(lettersOf("a")).isEqualTo(2));
            jdbc.update("UPDATE sluice.owner SET instance = ?", mine);
            await().untilAsserted(() -> assertThat(lettersOf("a")).isEqualTo(1));
        }
    }

    @Autowired
    private PipelineStore leases;

    private static String edit(long offset, String payload) {
        return "{'position':{'topic':'t','partition':0,'offset':" + offset + "},'payload':'" + payload + "'}";
    }

    private MvcTestResult order(String query, String body) {
        return mvc.post()
                .uri(PATH + REPLAY + query)
                .contentType(MediaType.APPLICATION_JSON)
                .content(json(body))
                .exchange();
    }

    private MvcTestResult deleted(String query) {
        return mvc.delete().uri(PATH + "/a/dead-letters" + query).exchange();
    }

    private void letter(long offset, String stage) {
        jdbc.update(
                "INSERT INTO sluice.dead_letters (pipeline, topic, partition, \"offset\", stage, \"timestamp\", reason, value, headers)"
                        + " VALUES ('a', 't', 0, ?, ?, now(), 'why', 'v', '[]')",
                offset,
                stage);
    }

    private long count(String table) {
        return jdbc.queryForObject("SELECT count(*) FROM sluice." + table, Long.class);
    }

    @Test
    @DisplayName("keeps the last twenty, newest first; of others it says that they are not kept")
    void keepsTheLast() throws Exception {
        create(body("a", "a"));
        String first = ordered();
        for (int i = 1; i <= ReplayHistory.MOST; i++) {
            ordered();
        }
        String last = ordered();
        MvcTestResult list = get("/a/replays");
        List<String> ids = JsonPath.read(list.getResponse().getContentAsString(), "$.items[*].id");
        assertThat(ids).hasSize(ReplayHistory.MOST).startsWith(last).doesNotContain(first);
        for (String gone : List.of(first, UUID.randomUUID().toString())) {
            MvcTestResult answer = get("/a/replays/" + gone);
            assertThat(answer).hasStatus(404);
            assertThat(text(answer, "$.type")).isEqualTo("/problems/replay-not-found");
        }
        assertThat(get("/b/replays/" + last)).hasStatus(404);
    }

    @Test
    @DisplayName("of a pipeline that is deleted meanwhile is told in a line, without a stack trace")
    void tellsOfADeletedPipelineInALine() {
        create(body("a", "a"));
        CountDownLatch deleted = new CountDownLatch(1);
        engine.onReplay(committed -> {
            deleted.await();
            throw new IllegalStateException("The pipeline was never started, or is deleted");
        });
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Replays.class);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(lines);
        try {
            assertThat(post(REPLAY)).hasStatus(202);
            assertThat(delete("a", "false")).hasStatus(204);
            deleted.countDown();
            await().until(() -> !lines.list.isEmpty());
        } finally {
            logger.detachAppender(lines);
            logger.setAdditive(true);
            logger.setLevel(null);
        }
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).contains("pipeline a");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }

    @Test
    @DisplayName("is refused while Postgres is away, and leaves nothing under way")
    void refusesWithoutPostgres() {
        create(body("a", "a"));
        engine.storesAreAway(true);
        assertThat(post(REPLAY)).hasStatus(503);
        engine.storesAreAway(false);
        assertThat(post(REPLAY)).hasStatus(202);
    }

    @Test
    @DisplayName("keeps the letters from being deleted meanwhile: what it has taken out may come back")
    void keepsLettersFromBeingDeleted() throws Exception {
        create(body("a", "a"));
        letters("a", "b");
        CountDownLatch open = new CountDownLatch(1);
        engine.onReplay(committed -> open.await());
        String address = post(REPLAY).getResponse().getHeader("Location");
        assertThat(deleteLetters()).hasStatus(409).bodyText().contains(address);
        assertThat(lettersOf("a")).isEqualTo(1);

        open.countDown();
        await().untilAsserted(() -> assertThat(deleteLetters()).hasStatus(204));
        assertThat(lettersOf("a")).isZero();
        assertThat(lettersOf("b")).isEqualTo(1);
        jdbc.update("DELETE FROM sluice.dead_letters");
    }

    @Test
    @DisplayName("and deleting them is for the instance that holds the lease alone")
    void deletesUnderTheLease() {
        create(body("a", "a"));
        letters("a");
        UUID mine = jdbc.queryForObject("SELECT instance FROM sluice.owner", UUID.class);
        jdbc.update("UPDATE sluice.owner SET instance = ?", UUID.randomUUID());
        try {
            assertThat(deleteLetters()).hasStatus(503).bodyText().contains("/problems/standby");
            assertThat(lettersOf("a")).isEqualTo(1);
        } finally {
            jdbc.update("UPDATE sluice.owner SET instance = ?", mine);
        }
        await().untilAsserted(() -> assertThat(deleteLetters()).hasStatus(204));
    }

    private MvcTestResult deleteLetters() {
        return mvc.delete().uri(PATH + "/a/dead-letters").exchange();
    }

    private void letters(String... pipelines) {
        for (String pipeline : pipelines) {
            jdbc.update(
                    "INSERT INTO sluice.dead_letters (pipeline, topic, partition, \"offset\", stage, timestamp_millis,"
                            + " reason, headers) VALUES (?, 't', 0, 0, 'decode', 0, 'why', '[]')",
                    pipeline);
        }
    }

    private long lettersOf(String pipeline) {
        return jdbc.queryForObject("SELECT count(*) FROM sluice.dead_letters WHERE pipeline = ?", Long.class, pipeline);
    }

    /** The id of one that has ended. */
    private String ordered() throws Exception {
        String id = text(post(REPLAY), "$.id");
        await().untilAsserted(() -> assertThat(at(PATH + "/a/replays/" + id)).containsEntry("state", "DONE"));
        return id;
    }

    private Map<String, Object> at(String address) throws Exception {
        return JsonPath.read(mvc.get().uri(address).exchange().getResponse().getContentAsString(), "$");
    }

    private static Map<String, Integer> counts(int tried, int stored, int filtered, int rejected, int left) {
        return Map.of("tried", tried, "stored", stored, "filtered", filtered, "rejected", rejected, "left", left);
    }
}
