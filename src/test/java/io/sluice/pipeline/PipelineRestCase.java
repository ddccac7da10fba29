package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.sluice.engine.FlowSources.SourceLook;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.testing.NoServers;
import io.sluice.testing.TestPostgres;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

/** The room on a real Postgres and a fake engine, and what tests ask it over HTTP. Leaves no pipeline behind. */
@SpringBootTest(
        classes = {PipelineApp.Room.class, PipelineApp.Problems.class},
        properties = {
            "sluice.pipelines.directory=target/no-such-directory",
            "sluice.pipelines.stop-timeout=2s",
            "spring.main.banner-mode=off",
            NoServers.NO_TELEMETRY
        })
@AutoConfigureMockMvc(print = MockMvcPrint.NONE)
public abstract class PipelineRestCase {

    protected static final String PATH = "/api/v1/pipelines";

    @Autowired
    protected MockMvcTester mvc;

    @Autowired
    protected FakeEngine engine;

    @Autowired
    protected PipelineRegistry registry;

    @Autowired
    protected JdbcTemplate jdbc;

    @Autowired
    protected PipelineReadings readings;

    @DynamicPropertySource
    static void postgres(DynamicPropertyRegistry properties) {
        LedgerAccess access = TestPostgres.freshDatabase();
        properties.add("spring.datasource.url", access::url);
        properties.add("spring.datasource.username", access::user);
        properties.add("spring.datasource.password", access::password);
    }

    @BeforeEach
    void awaitDatabase() {
        await().until(() -> registry.closedBecause().isEmpty());
    }

    @AfterEach
    void removeAll() throws InterruptedException {
        engine.onStart(run -> {});
        engine.onAlter((run, next) -> {});
        engine.onReplay(committed -> {});
        engine.storesAreAway(false);
        engine.look = new SourceLook(List.of(), 0, List.of(), List.of());
        engine.hangUntil(new CountDownLatch(0));
        engine.ends = Offsets.NONE;
        readings.endOffsets(List.of()); // Forgets what was seen of the topic.
        // What is still under way may refuse it at first, and who took the lease away for a moment, too.
        await().ignoreExceptions().until(() -> {
            List.copyOf(registry.all()).forEach(p -> delete(p.name(), "true"));
            return registry.all().isEmpty();
        });
        engine.dropped.clear();
        engine.targetObjections.clear();
        engine.targetNotices.clear();
        engine.resets.clear();
        assertThat(engine.violations).isEmpty();
    }

    protected static String body(String name, String table) {
        return "{'name':'%s','source':{'topics':['t'],'schema':'a INT, b ARRAY<STRING> NOT NULL'},".formatted(name)
                + "'sinks':[{'type':'postgres','table':'%s'}],'trigger':{'interval':'PT0S'}}".formatted(table);
    }

    protected static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }

    protected MvcTestResult create(String body) {
        return mvc.post()
                .uri(PATH)
                .contentType(MediaType.APPLICATION_JSON)
                .content(json(body))
                .exchange();
    }

    protected MvcTestResult validate(String body) {
        return mvc.post()
                .uri(PATH + "/validate")
                .contentType(MediaType.APPLICATION_JSON)
                .content(json(body))
                .exchange();
    }

    protected MvcTestResult put(String name, String body, String ifMatch) {
        var request = mvc.put()
                .uri(PATH + "/" + name)
                .contentType(MediaType.APPLICATION_JSON)
                .content(json(body));
        return (ifMatch == null ? request : request.header("If-Match", ifMatch)).exchange();
    }

    protected MvcTestResult get(String path) {
        return mvc.get().uri(PATH + path).exchange();
    }

    protected MvcTestResult post(String path) {
        return mvc.post().uri(PATH + path).exchange();
    }

    protected MvcTestResult delete(String name, String purge) {
        return mvc.delete().uri(PATH + "/" + name + "?purge=" + purge).exchange();
    }

    protected MvcTestResult patch(String name, String body) {
        return mvc.patch()
                .uri(PATH + "/" + name + "/offsets")
                .contentType(MediaType.APPLICATION_JSON)
                .content(json(body))
                .exchange();
    }

    protected MvcTestResult reset(String name, String query) {
        return mvc.delete().uri(PATH + "/" + name + "/offsets" + query).exchange();
    }

    protected static String text(MvcTestResult answer, String path) throws Exception {
        return JsonPath.read(answer.getResponse().getContentAsString(), path);
    }

    protected static String etag(MvcTestResult answer) {
        return answer.getResponse().getHeader("ETag");
    }

    protected void awaitState(String name, String state) {
        await().untilAsserted(() -> Assertions.assertThat(
                        registry.require(name).condition().state())
                .hasToString(state));
    }

    protected long rows(String name) {
        return jdbc.queryForObject("SELECT count(*) FROM sluice.pipelines WHERE name = ?", Long.class, name);
    }

    protected String desired(String name) {
        return jdbc.queryForObject("SELECT desired_state FROM sluice.pipelines WHERE name = ?", String.class, name);
    }
}
