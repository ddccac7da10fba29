package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.flow.PostgresAccess;
import io.sluice.testing.TestPostgres;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcPrint;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@SpringBootTest(
        classes = {PipelineApp.Room.class, PipelineApp.Problems.class},
        properties = {"sluice.pipelines.directory=target/no-such-directory", "spring.main.banner-mode=off"})
@AutoConfigureMockMvc(print = MockMvcPrint.NONE)
@DisplayName("The pipelines' API")
class PipelineRestTest {

    private static final String PATH = "/api/v1/pipelines";

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private FakeEngine engine;

    @Autowired
    private PipelineRegistry registry;

    @Autowired
    private JdbcTemplate jdbc;

    @DynamicPropertySource
    static void postgres(DynamicPropertyRegistry properties) {
        PostgresAccess access = TestPostgres.freshDatabase();
        properties.add("spring.datasource.url", access::url);
        properties.add("spring.datasource.username", access::user);
        properties.add("spring.datasource.password", access::password);
    }

    @BeforeEach
    void awaitDatabase() {
        await().until(registry::isOpen);
    }

    @AfterEach
    void removeAll() {
        engine.onStart(run -> {});
        engine.storesAreAway(false);
        List.copyOf(registry.all()).forEach(p -> delete(p.name(), "true"));
        engine.dropped.clear();
        assertThat(engine.violations).isEmpty();
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
        MvcTestResult status = get("/a/status");
        assertThat(status).bodyJson().extractingPath("$.desiredState").isEqualTo("RUNNING");
        assertThat(status).bodyJson().extractingPath("$.partitions[0].lag").isEqualTo(2);
        assertThat(status).bodyJson().extractingPath("$.counters.sinks[0].sink").isEqualTo("postgres");
        assertThat(status).bodyJson().extractingPath("$.batchId").isEqualTo(7);
        assertThat(status).bodyJson().doesNotHavePath("$.lastError");

        assertThat(delete("a", "false")).hasStatus(204);
        assertThat(get("/a")).hasStatus(404);
        assertThat(engine.queries()).isEmpty();
        assertThat(engine.dropped).isEmpty();
        assertThat(rows("a")).isZero();
    }

    @Test
    @DisplayName("starts, stops and restarts at once and idempotently, and survives in the database")
    void lifecycle() {
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
    void failure() {
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
    void lists() {
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
    void unreadable(String body) {
        assertThat(create(body)).hasStatus(400);
        assertThat(mvc.post()
                        .uri(PATH + "/validate")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(json(body)))
                .hasStatus(400);
        assertThat(rows("a")).isZero();
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
    void invalid() {
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
    void validates() {
        create(body("a", "a"));
        MvcTestResult valid = validate(body("b", "b"));
        assertThat(valid).hasStatus(200).bodyJson().isLenientlyEqualTo(json("""
                {'valid':true,'errors':[],'output':[
                  {'name':'a','type':'INT','postgresType':'INT','nullable':true},
                  {'name':'b','type':'ARRAY<STRING>','nullable':false}]}"""));
        MvcTestResult taken = validate(body("b", "a"));
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
    void taken() {
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
    @DisplayName("replaces only the version that the client has seen")
    void preconditions() {
        String first = etag(put("a", body("a", "a"), null));
        MvcTestResult second = put("a", body("a", "a").replace("PT0S", "PT1S"), first);
        assertThat(second).hasStatus(200);
        assertThat(etag(second)).isNotEqualTo(first);
        assertThat(put("a", body("a", "a"), first)).hasStatus(412);
        assertThat(put("a", body("a", "a"), "W/" + etag(second))).hasStatus(412);
        assertThat(put("a", body("a", "a"), "\"x\", " + etag(second))).hasStatus(200);
        assertThat(put("b", body("b", "b"), first)).hasStatus(412);
        assertThat(put("b", body("a", "b"), null)).hasStatus(422);
        assertThat(mvc.get().uri(PATH + "/a").header("If-None-Match", etag(get("/a"))))
                .hasStatus(200);
        assertThat(mvc.put()
                        .uri(PATH + "/a")
                        .header("If-None-Match", "*")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(json(body("a", "a"))))
                .hasStatus(412);
    }

    @Test
    @DisplayName("restarts what runs under its new definition, and leaves it alone if nothing changed")
    void replaces() {
        create(body("a", "a"));
        awaitState("a", "RUNNING");
        int starts = engine.starts.size();
        assertThat(put("a", body("a", "a"), null)).hasStatus(200);
        assertThat(engine.starts).hasSize(starts);
        assertThat(put("a", body("a", "a").replace("PT0S", "PT2S"), null)).hasStatus(200);
        await().until(() -> engine.starts.size() == starts + 1);
        awaitState("a", "RUNNING");
        assertThat(engine.lastFlow().run.spec().trigger().interval()).hasSeconds(2);
    }

    @Test
    @DisplayName("binds topics and targets to what was consumed, and nothing before that")
    void boundChanges() {
        create(body("a", "a"));
        awaitState("a", "RUNNING");
        long id = registry.require("a").id();
        assertThat(put("a", body("a", "a2").replace("['t']", "['u']"), null)).hasStatus(200);
        assertThat(engine.forgotten).contains(id);
        awaitState("a", "RUNNING");

        engine.consumed.put(id, 5L);
        MvcTestResult refused = put("a", body("a", "a3").replace("['t']", "['u','v']"), null);
        assertThat(refused).hasStatus(409);
        assertThat(refused)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .contains("/source/topics", "/sinks", "purge=true");
        awaitState("a", "RUNNING");
        engine.consumed.remove(id);
        engine.offsets.put(id, Map.of("u", Map.of(0, 5L)));
        assertThat(put("a", body("a", "a2"), null)).hasStatus(409);
        assertThat(get("/a/offsets"))
                .bodyJson()
                .extractingPath("$.partitions[0].nextOffset")
                .isEqualTo(5);
        assertThat(put("a", body("a", "a2").replace("['t']", "['u']").replace("PT0S", "PT1S"), null))
                .hasStatus(200);
    }

    @Test
    @DisplayName("purges tables, and says so when they cannot be reached")
    void purges() {
        create(body("a", "a"));
        engine.storesAreAway(true);
        assertThat(delete("a", "true")).hasStatus(503);
        assertThat(get("/a/status")).hasStatus(200).bodyJson().doesNotHavePath("$.counters");
        awaitState("a", "STOPPED");
        engine.storesAreAway(false);
        assertThat(delete("a", "true")).hasStatus(204);
        assertThat(engine.dropped).containsExactly("a");
    }

    @Test
    @DisplayName("shows recent micro-batches newest first, in numbers that JSON knows")
    void progress() {
        create(body("a", "a"));
        awaitState("a", "RUNNING");
        MvcTestResult progress = get("/a/progress?limit=1");
        assertThat(progress).bodyJson().extractingPath("$.items[*].batchId").isEqualTo(List.of(7));
        assertThat(progress)
                .bodyJson()
                .extractingPath("$.items[0].processedRowsPerSecond")
                .isEqualTo(0.0);
    }

    @Test
    @DisplayName("shows the live queries, and stops one through its pipeline")
    void queries() {
        create(body("a", "a"));
        awaitState("a", "RUNNING");
        String id = engine.lastFlow().queryId().toString();
        MvcTestResult query = mvc.get().uri("/api/v1/queries/" + id).exchange();
        assertThat(query).bodyJson().extractingPath("$.lastProgress.batchId").isEqualTo(7);
        assertThat(query).bodyJson().extractingPath("$.isActive").isEqualTo(true);
        assertThat(query).bodyJson().doesNotHavePath("$.active");
        assertThat(mvc.get().uri("/api/v1/queries"))
                .bodyJson()
                .extractingPath("$[0].name")
                .isEqualTo("a");
        assertThat(mvc.post().uri("/api/v1/queries/" + id + "/stop")).hasStatus(202);
        awaitState("a", "STOPPED");
        assertThat(mvc.post().uri("/api/v1/queries/" + id + "/stop")).hasStatus(404);
        assertThat(mvc.get().uri("/api/v1/queries/" + id)).hasStatus(404);
        assertThat(mvc.get().uri("/api/v1/queries/x")).hasStatus(400);
    }

    @Test
    @DisplayName("is described with all its statuses")
    void openApi() {
        MvcTestResult document = mvc.get().uri("/v3/api-docs").exchange();
        assertThat(document).hasStatus(200);
        for (String status : List.of("200", "201", "400", "409", "412", "413", "415", "422", "503")) {
            assertThat(document)
                    .bodyJson()
                    .hasPath("$.paths['/api/v1/pipelines/{name}'].put.responses['" + status + "']");
        }
        assertThat(document).bodyJson().hasPath("$.paths['/api/v1/pipelines/{name}/start'].post.responses['404']");
        assertThat(document)
                .bodyJson()
                .extractingPath(
                        "$.paths['/api/v1/pipelines'].post.requestBody.content['application/json'].schema['$ref']")
                .isEqualTo("#/components/schemas/PipelineDefinition");
        assertThat(document)
                .bodyJson()
                .extractingPath("$.components.schemas.SourceDefinition.properties.startingOffsets.type")
                .isEqualTo(List.of("string", "object"));
    }

    private static String body(String name, String table) {
        return "{'name':'%s','source':{'topics':['t'],'schema':'a INT, b ARRAY<STRING> NOT NULL'},".formatted(name)
                + "'sinks':[{'type':'postgres','table':'%s'}],'trigger':{'interval':'PT0S'}}".formatted(table);
    }

    private static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }

    private MvcTestResult create(String body) {
        return mvc.post()
                .uri(PATH)
                .contentType(MediaType.APPLICATION_JSON)
                .content(json(body))
                .exchange();
    }

    private MvcTestResult validate(String body) {
        return mvc.post()
                .uri(PATH + "/validate")
                .contentType(MediaType.APPLICATION_JSON)
                .content(json(body))
                .exchange();
    }

    private MvcTestResult put(String name, String body, String ifMatch) {
        var request = mvc.put()
                .uri(PATH + "/" + name)
                .contentType(MediaType.APPLICATION_JSON)
                .content(json(body));
        return (ifMatch == null ? request : request.header("If-Match", ifMatch)).exchange();
    }

    private MvcTestResult get(String path) {
        return mvc.get().uri(PATH + path).exchange();
    }

    private MvcTestResult post(String path) {
        return mvc.post().uri(PATH + path).exchange();
    }

    private MvcTestResult delete(String name, String purge) {
        return mvc.delete().uri(PATH + "/" + name + "?purge=" + purge).exchange();
    }

    private static String etag(MvcTestResult answer) {
        return answer.getResponse().getHeader("ETag");
    }

    private void awaitState(String name, String state) {
        await().untilAsserted(() -> Assertions.assertThat(
                        registry.require(name).condition().state())
                .hasToString(state));
    }

    private long rows(String name) {
        return jdbc.queryForObject("SELECT count(*) FROM sluice.pipelines WHERE name = ?", Long.class, name);
    }

    private String desired(String name) {
        return jdbc.queryForObject("SELECT desired_state FROM sluice.pipelines WHERE name = ?", String.class, name);
    }
}
