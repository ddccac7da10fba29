package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowSources.SourceLook;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.figures.ColumnWatch;
import io.sluice.pipeline.figures.RecentFigures;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.Standing;
import io.sluice.web.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@DisplayName("The pipelines' API")
class PipelineRestTest extends PipelineRestCase {

    @Autowired
    RecentFigures recent;

    @Autowired
    ColumnWatch columns;

    @Test
    @DisplayName("tells soon how a pipeline is while no server answers, and what of it is not known")
    void statusWhileServersHang() throws Exception {
        create(body("hung", "hung"));
        create(body("rests", "rests").replace("}}", "},'autoStart':false}"));
        awaitState("hung", "RUNNING");
        CountDownLatch answer = new CountDownLatch(1);
        engine.hangUntil(answer);
        try {
            long began = System.nanoTime();
            MvcTestResult runs = get("/hung/status");
            MvcTestResult rests = get("/rests/status");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            assertThat(runs)
                    .hasStatusOk()
                    .bodyJson()
                    .extractingPath("$.unknown")
                    .isEqualTo(List.of("counters"));
            assertThat(rests)
                    .hasStatusOk()
                    .bodyJson()
                    .extractingPath("$.unknown")
                    .isEqualTo(List.of("partitions", "counters"));
        } finally {
            answer.countDown();
        }
        await().untilAsserted(() -> assertThat(get("/rests/status")).bodyJson().doesNotHavePath("$.unknown"));
    }

    @Test
    @DisplayName("creates, starts, shows and deletes a pipeline")
    void wholeLife() {
        MvcTestResult created = create(body("a", "a"));
        assertThat(created)
                .hasStatus(201)
                .hasHeader("Location", PATH + "/a")
                .headers()
                .containsHeader("ETag");
        assertThat(created)
                .bodyJson()
                .extractingPath("$.definition.sinks[0].mode")
                .isEqualTo("append");

        awaitState("a", "RUNNING");
        // What a server does not tell at once is left out.
        await().untilAsserted(() -> {
            MvcTestResult status = get("/a/status");
            assertThat(status).bodyJson().extractingPath("$.desiredState").isEqualTo("RUNNING");
            assertThat(status).bodyJson().extractingPath("$.partitions[0].lag").isEqualTo(2);
            assertThat(status)
                    .bodyJson()
                    .extractingPath("$.counters.sinks[0].sink")
                    .isEqualTo("postgres");
            assertThat(status).bodyJson().extractingPath("$.batchId").isEqualTo(7);
            assertThat(status).bodyJson().doesNotHavePath("$.lastError");
        });

        assertThat(delete("a", "false")).hasStatus(204);
        assertThat(get("/a")).hasStatus(404);
        assertThat(engine.queries()).isEmpty();
        assertThat(engine.dropped).isEmpty();
        assertThat(rows("a")).isZero();
    }

    @Test
    @DisplayName("starts, stops and restarts at once and idempotently, and survives in the database")
    void ordersAreIdempotentAndSurviveInTheDatabase() {
        create(body("a", "a").replace("'trigger'", "'autoStart':false,'trigger'"));
        assertThat(get("/a/status")).bodyJson().extractingPath("$.state").isEqualTo("CREATED");
        assertThat(post("/a/start")).hasStatus(202);
        assertThat(post("/a/start")).hasStatus(202);
        awaitState("a", "RUNNING");
        assertThat(desired("a")).isEqualTo("RUNNING");
        assertThat(post("/a/restart")).hasStatus(202);
        awaitState("a", "RUNNING");
        assertThat(post("/a/stop")).hasStatus(202);
        awaitState("a", "STOPPED");
        assertThat(desired("a")).isEqualTo("STOPPED");
        await().untilAsserted(() -> assertThat(
                        jdbc.queryForObject("SELECT state FROM sluice.pipelines WHERE name = 'a'", String.class))
                .isEqualTo("STOPPED"));
    }

    @Test
    @DisplayName("keeps a failure where everybody sees it, and states leave the version alone")
    void failureIsShownAndLeavesTheVersionAlone() {
        engine.onStart(run -> {
            throw new FlowDefinitionException("table a has no column size");
        });
        String etag = etag(create(body("a", "a")));
        awaitState("a", "FAILED");
        assertThat(get(""))
                .bodyJson()
                .extractingPath("$.items[0].lastError.message")
                .isEqualTo("table a has no column size");
        await().until(() -> jdbc.queryForObject(
                        "SELECT count(*) FROM sluice.pipelines WHERE error_type = 'FlowDefinitionException'",
                        Long.class)
                == 1);
        assertThat(etag(get("/a"))).isEqualTo(etag);
        engine.onStart(run -> {});
        assertThat(put("a", body("a", "a").replace("PT0S", "PT1S"), etag)).hasStatus(200);
        awaitState("a", "RUNNING");
    }

    @Test
    @DisplayName("lists a page at a time, and by state")
    void listsAPageAtATimeAndByState() {
        create(body("b", "b"));
        create(body("a", "a").replace("'trigger'", "'autoStart':false,'trigger'"));
        awaitState("b", "RUNNING");
        MvcTestResult page = get("?page=1&size=1");
        assertThat(page).bodyJson().extractingPath("$.items[*].name").isEqualTo(List.of("b"));
        assertThat(page).bodyJson().extractingPath("$.total").isEqualTo(2);
        assertThat(page).bodyJson().extractingPath("$.items[0].lag").isEqualTo(2);
        MvcTestResult running = get("?state=CREATED");
        assertThat(running).bodyJson().extractingPath("$.items[*].name").isEqualTo(List.of("a"));
        assertThat(get("?page=2147483647&size=1000"))
                .bodyJson()
                .extractingPath("$.items")
                .isEqualTo(List.of());
    }

    @Test
    @DisplayName("lists when the last micro-batch was committed, and when a pipeline that failed tries again")
    void listsTimes() {
        create(body("a", "a").replace("'trigger'", "'autoStart':false,'trigger'"));
        assertThat(get(""))
                .bodyJson()
                .doesNotHavePath("$.items[0].lastBatchAt")
                .doesNotHavePath("$.items[0].nextRetryAt");
        post("/a/start");
        awaitState("a", "RUNNING");
        Instant committed = engine.lastFlow().newestBatch().committedAt();
        assertThat(committed).isAfter(engine.lastFlow().newestBatch().timestamp());
        assertThat(get(""))
                .bodyJson()
                .doesNotHavePath("$.items[0].nextRetryAt")
                .extractingPath("$.items[0].lastBatchAt")
                .isEqualTo(committed.toString());
        engine.onStart(run -> {
            throw new IllegalStateException("the broker has left");
        });
        engine.lastFlow().fail(new IllegalStateException("the broker has left"));
        await().untilAsserted(() -> assertThat(get(""))
                .bodyJson()
                .hasPath("$.items[0].nextRetryAt")
                .extractingPath("$.items[0].lastBatchAt")
                .isEqualTo(committed.toString()));
    }

    @Test
    @DisplayName("says how long ago the records came that were there before it looked, as Kafka tells it")
    void backlog() throws InterruptedException {
        create(body("a", "a").replace("'trigger'", "'autoStart':false,'trigger'"));
        long id = registry.require("a").id();
        engine.ends = new Offsets(Map.of("t", Map.of(0, 1_000_000L)));
        for (long read = 0; read < 3; read++) {
            int age = 500 - 100 * (int) read;
            long next = 100_000 * read;
            engine.times.put(new Position("t", 0, next), Instant.now().minusSeconds(age));
            engine.standings.put(id, new Standing(Counters.NONE, new Offsets(Map.of("t", Map.of(0, next)))));
            readings.standings();
            readings.endOffsets(List.of("t"));
            assertThat(get("/a/status"))
                    .bodyJson()
                    .extractingPath("$.lagSeconds")
                    .satisfies(
                            seconds -> assertThat(((Number) seconds).intValue()).isBetween(age - 2, age + 10));
        }
    }

    @Test
    @DisplayName("shows in the list that everything is rejected, and how far behind a pipeline is before it has run")
    void listsCounters() throws InterruptedException {
        create(body("a", "a").replace("'trigger'", "'autoStart':false,'trigger'"));
        long id = registry.require("a").id();
        engine.standings.put(
                id, new Standing(new Counters(10, 0, 10, Map.of()), new Offsets(Map.of("t", Map.of(0, 10L)))));
        recent.addEnds(new Offsets(Map.of("t", Map.of(0, 14L))));
        recent.add(Map.of());
        recent.add(engine.standings());
        for (long end : List.of(10L, 14L)) {
            engine.ends = new Offsets(Map.of("t", Map.of(0, end)));
            readings.endOffsets(List.of("t"));
        }
        readings.standings();
        assertThat(get("/a/status")).bodyJson().extractingPath("$.lagSeconds").isEqualTo(0);
        MvcTestResult list = get("");
        assertThat(list).bodyJson().extractingPath("$.items[0].lag").isEqualTo(4);
        assertThat(list).bodyJson().extractingPath("$.items[0].lagSeconds").isEqualTo(0);
        assertThat(list).bodyJson().doesNotHavePath("$.items[0].caughtUpInSeconds");
        assertThat(list)
                .bodyJson()
                .extractingPath("$.items[0].counters.rejected")
                .isEqualTo(10);
        assertThat(list)
                .bodyJson()
                .extractingPath("$.items[0].counters.sinks[0].stored")
                .isEqualTo(0);
        assertThat(list)
                .bodyJson()
                .extractingPath("$.items[0].rejectedLastHour")
                .isEqualTo(10);
        assertThat(get("/a/status"))
                .bodyJson()
                .extractingPath("$.rejectedLastHour")
                .isEqualTo(10);
        engine.standings.remove(id);
        engine.storesAreAway(true);
        assertThat(get("")).bodyJson().doesNotHavePath("$.items[0].counters");
    }

    @Test
    @DisplayName("tells of a missing topic and of misspelled columns, and of what it could not look at")
    void looksAtTopics() {
        engine.look = new SourceLook(
                List.of(new SourceLook.MissingTopic("t", List.of("tt"))), 50, List.of("b"), List.of("bee"));
        MvcTestResult notices = validate(body("a", "a"));
        assertThat(notices).bodyJson().extractingPath("$.valid").isEqualTo(true);
        assertThat(notices).bodyJson().extractingPath("$.columns.neverSeen").isEqualTo(List.of("b"));
        assertThat(notices)
                .bodyJson()
                .extractingPath("$.notices[0]")
                .asString()
                .contains("'t' does not exist; did you mean 'tt'?");
        assertThat(notices)
                .bodyJson()
                .extractingPath("$.notices[1]")
                .asString()
                .contains("never seen in 50 records: b; fields that are not read: bee");

        engine.kafkaIsAway = true;
        MvcTestResult away = validate(body("a", "a"));
        engine.kafkaIsAway = false;
        assertThat(away).bodyJson().extractingPath("$.valid").isEqualTo(true);
        assertThat(away).bodyJson().extractingPath("$.unchecked[0]").asString().contains("Kafka");
        assertThat(away).bodyJson().doesNotHavePath("$.columns");
    }

    @Test
    @DisplayName("compares the schema with records once some were consumed, and once more when there were enough")
    void watchesColumns() {
        engine.look = new SourceLook(List.of(), 3, List.of("b"), List.of("bee"));
        create(body("a", "a"));
        Pipeline pipeline = registry.require("a");
        engine.looks.set(0);
        columns.consider(List.of(pipeline), Map.of());
        columns.consider(List.of(pipeline), consumed(pipeline, 3));
        await().until(() -> columns.of(pipeline).isPresent());
        assertThat(get("/a/status"))
                .bodyJson()
                .extractingPath("$.columns.unread")
                .isEqualTo(List.of("bee"));

        engine.look = new SourceLook(List.of(), 50, List.of(), List.of());
        await().until(() -> {
            columns.consider(List.of(pipeline), consumed(pipeline, 60));
            return columns.of(pipeline).orElseThrow().records() == 50;
        });
        for (int i = 0; i < 3; i++) {
            columns.consider(List.of(pipeline), consumed(pipeline, 1000 + i));
        }
        assertThat(engine.looks).hasValue(2);
    }

    private static Map<Long, Standing> consumed(Pipeline pipeline, long records) {
        return Map.of(pipeline.id(), new Standing(new Counters(records, 0, 0, Map.of()), Offsets.NONE));
    }

    @ParameterizedTest(name = "answers GET {0} with {1}")
    @CsvSource({
        "?size=1000000000, 400", "?size=0, 400", "?page=-1, 400", "?page=x, 400", "?state=AWAKE, 400",
        "/nobody, 404", "/nobody/status, 404", "/nobody/progress, 404", "/nobody/offsets, 404", "/..%00, 404"
    })
    void badReads(String path, int status) {
        assertThat(mvc.get().uri(java.net.URI.create(PATH + path))).hasStatus(status);
    }

    @ParameterizedTest(name = "does not take {0}")
    @ValueSource(strings = {"{", "{'name':'a','x':1}", "{'name':5}", "[]", "null", ""})
    void unreadableDefinitionIsRefused(String body) {
        assertThat(create(body)).hasStatus(400);
        assertThat(mvc.post()
                        .uri(PATH + "/validate")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(json(body)))
                .hasStatus(400);
        assertThat(rows("a")).isZero();
    }

    @Test
    @DisplayName("names what cannot be read together with what the analysis finds in the rest")
    void unreadableAndInvalid() throws Exception {
        MvcTestResult answer = create(
                body("a", "a").replace("'name'", "'autostart':true,'name'").replace("a INT", "a TEXT"));
        assertThat(answer).hasStatus(400);
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.errors[*].pointer")
                .isEqualTo(List.of("/autostart", "/source/schema"));
        assertThat(text(answer, "$.detail")).contains("/autostart: there is no property", "1 more");
    }

    @Test
    @DisplayName("answers wrong media types, orders and limits as such")
    void otherErrors() {
        assertThat(mvc.post().uri(PATH).contentType(MediaType.TEXT_PLAIN).content("x"))
                .hasStatus(415);
        assertThat(post("/nobody/start")).hasStatus(404);
        assertThat(delete("nobody", "false")).hasStatus(404);
        create(body("a", "a"));
        assertThat(delete("a", "perhaps")).hasStatus(400);
        assertThat(get("/a/progress?limit=101")).hasStatus(400);
        assertThat(get("/a/progress?limit=0")).hasStatus(400);
    }

    @Test
    @DisplayName("names every fault of a definition, and keeps nothing of it")
    void namesEveryFaultAndKeepsNothing() {
        MvcTestResult answer =
                create(body("a", "a").replace("a INT", "a NONSENSE(").replace("PT0S", "-1s"));
        assertThat(answer).hasStatus(422);
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.errors[*].pointer")
                .isEqualTo(List.of("/trigger/interval", "/source/schema"));
        assertThat(rows("a")).isZero();
        assertThat(create(body("a", "a").replace("'table':'a'", "'table':'a','mode':'upsert','key':['c']")))
                .hasStatus(422)
                .bodyJson()
                .extractingPath("$.errors[0].pointer")
                .isEqualTo("/sinks/0/key");
    }

    @Test
    @DisplayName("validates without any effect")
    void validatesWithoutAnyEffect() {
        create(body("a", "a"));
        MvcTestResult valid = validate(body("b", "b"));
        assertThat(valid).hasStatus(200).bodyJson().isLenientlyEqualTo(json("""
                {'valid':true,'errors':[],'output':[
                  {'name':'a','type':'INT','postgresType':'integer','nullable':true},
                  {'name':'b','type':'ARRAY<STRING>','nullable':false}]}"""));
        assertThat(valid)
                .bodyJson()
                .extractingPath("$.tables[0].statement")
                .asString()
                .startsWith("CREATE TABLE \"public\".\"b\" (\"a\" integer, \"b\" jsonb NOT NULL");
        MvcTestResult taken = validate(body("b", "a"));
        assertThat(taken).bodyJson().extractingPath("$.tables").isEqualTo(List.of());
        assertThat(taken).bodyJson().extractingPath("$.valid").isEqualTo(false);
        assertThat(taken).bodyJson().extractingPath("$.errors[0].pointer").isEqualTo("/sinks/0/table");
        assertThat(validate(body("a", "a")))
                .bodyJson()
                .extractingPath("$.valid")
                .isEqualTo(true);
        assertThat(get("")).bodyJson().extractingPath("$.total").isEqualTo(1);
    }

    @Test
    @DisplayName("gives a name once, and a table to one pipeline only")
    void nameIsGivenOnceAndATableToOnePipeline() {
        create(body("a", "a"));
        assertThat(create(body("a", "other"))).hasStatus(409);
        MvcTestResult table = create(body("b", "a"));
        assertThat(table).hasStatus(422);
        assertThat(table)
                .bodyJson()
                .extractingPath("$.errors[0].message")
                .asString()
                .contains("'a'");
    }

    @Test
    @DisplayName("are listed, made and stopped within the scope of whoever asks")
    void keepToTheScope() {
        create(body("mine-1", "mine1"));
        create(body("yours-1", "yours1"));
        Scope mine = new Scope(List.of("mine-*"));
        assertThat(mvc.get().uri(PATH).requestAttr(Scope.class.getName(), mine))
                .bodyJson()
                .extractingPath("$.items[*].name")
                .isEqualTo(List.of("mine-1"));
        assertThat(mvc.get().uri(PATH).requestAttr(Scope.class.getName(), mine))
                .bodyJson()
                .extractingPath("$.total")
                .isEqualTo(1);
        assertThat(mvc.post()
                        .uri(PATH)
                        .requestAttr(Scope.class.getName(), mine)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(json(body("yours-2", "yours2"))))
                .hasStatus(403);
        assertThat(get("/yours-2")).hasStatus(404);
        assertThat(mvc.post()
                        .uri(PATH)
                        .requestAttr(Scope.class.getName(), mine)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(json(body("mine-2", "mine2"))))
                .hasStatus(201);
    }
}
