package io.sluice.pipeline.versions;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.PipelineRestCase;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@DisplayName("The versions of a definition")
class VersionsRestTest extends PipelineRestCase {

    @Test
    @DisplayName("tell each change and who made it, and an old one that is put back is a new one")
    void goBack() throws Exception {
        String first = etag(create(body("a", "a")));
        assertThat(put("a", body("a", "a").replace("PT0S", "PT2S"), first)).hasStatus(200);
        assertThat(put("a", body("a", "a").replace("PT0S", "PT2S"), null)).hasStatus(200);
        assertThat(put("a", body("a", "a"), first)).hasStatus(412);
        assertThat(put("a", body("a", "a").replace("a INT", "!"), null)).hasStatus(422);
        assertThat(get("/a/versions"))
                .hasStatusOk()
                .bodyJson()
                .hasPathSatisfying(
                        "$.items[*].version", versions -> versions.assertThat().isEqualTo(List.of(2, 1)))
                .hasPathSatisfying("$.items[*].by", by -> by.assertThat().isEqualTo(List.of("127.0.0.1", "127.0.0.1")))
                .extractingPath("$.items[*].changes[*]")
                .asArray()
                .singleElement()
                .hasToString("{pointer=/trigger/interval, before=PT0S, after=PT2S}");

        MvcTestResult old = get("/a/versions/1");
        assertThat(old).hasStatusOk();
        String definition = old.getResponse().getContentAsString();
        assertThat(definition).startsWith("{\"name\":\"a\",\"source\":{\"topics\":[\"t\"]");
        MvcTestResult back = put("a", definition, etag(get("/a")));
        assertThat(back).hasStatus(200);
        assertThat(etag(back)).isNotEqualTo(first);
        assertThat(get("/a/versions?size=1"))
                .bodyJson()
                .hasPathSatisfying("$.next", next -> next.assertThat().isEqualTo(3))
                .extractingPath("$.items[0].changes[0].after")
                .isEqualTo("PT0S");
        assertThat(get("/a/versions?size=1&after=3"))
                .bodyJson()
                .extractingPath("$.items[*].version")
                .isEqualTo(List.of(2));
    }

    @Test
    @DisplayName("go with the pipeline: a new one of its name begins at 1")
    void beginAnew() {
        create(body("a", "a"));
        put("a", body("a", "a").replace("PT0S", "PT2S"), null);
        delete("a", "false");
        assertThat(get("/a/versions")).hasStatus(404);
        create(body("a", "a"));
        assertThat(get("/a/versions"))
                .bodyJson()
                .extractingPath("$.items[*].version")
                .isEqualTo(List.of(1));
        assertThat(get("/a/versions/2"))
                .hasStatus(404)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("/problems/version-not-found");
    }

    @Test
    @DisplayName("are written with the change or not at all: what cannot be kept does not change the definition")
    void oneTransaction() {
        create(body("a", "a"));
        jdbc.execute("ALTER TABLE sluice.versions ADD CONSTRAINT none CHECK (version < 2)");
        try {
            assertThat(put("a", body("a", "a").replace("PT0S", "PT2S"), null)).hasFailed();
        } finally {
            jdbc.execute("ALTER TABLE sluice.versions DROP CONSTRAINT none");
        }
        assertThat(get("/a"))
                .bodyJson()
                .extractingPath("$.definition.trigger.interval")
                .isEqualTo("PT0S");
        assertThat(jdbc.queryForObject("SELECT version FROM sluice.pipelines", Long.class))
                .isZero();
        assertThat(put("a", body("a", "a").replace("PT0S", "PT2S"), null)).hasStatus(200);
    }

    @Test
    @DisplayName(
            "are named by the audit log, which is written with the change, and keeps the definitions of a pipeline that goes")
    void areNamedByTheAuditLog() {
        jdbc.update("DELETE FROM sluice.audit");
        create(body("audited", "a"));
        put("audited", body("audited", "a").replace("PT0S", "PT2S"), null);
        assertThat(audit("action, kind, address, target, version, outcome"))
                .containsExactly(
                        "createPipeline open 127.0.0.1 audited 1 done", "putPipeline open 127.0.0.1 audited 2 done");
        jdbc.execute("ALTER TABLE sluice.audit ADD CONSTRAINT none CHECK (version <> 3)");
        try {
            assertThat(put("audited", body("audited", "a"), null)).hasFailed();
        } finally {
            jdbc.execute("ALTER TABLE sluice.audit DROP CONSTRAINT none");
        }
        assertThat(get("/audited/versions"))
                .bodyJson()
                .extractingPath("$.items[*].version")
                .isEqualTo(List.of(2, 1));
        assertThat(audit("version, after")).containsExactly("1", "2");

        delete("audited", "false");
        assertThat(audit("action, version, details, before #>> '{trigger,interval}', after #>> '{trigger,interval}'"))
                .containsExactly("createPipeline 1 PT0S", "putPipeline 2 PT2S", "deletePipeline purge=false PT2S");
    }

    private List<String> audit(String columns) {
        return jdbc.queryForList(
                "SELECT concat_ws(' ', " + columns + ") FROM sluice.audit WHERE target = 'audited' ORDER BY at",
                String.class);
    }
}
