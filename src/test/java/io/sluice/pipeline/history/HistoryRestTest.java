package io.sluice.pipeline.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.pipeline.PipelineRestCase;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The history of a pipeline over REST")
class HistoryRestTest extends PipelineRestCase {

    @Test
    @DisplayName("has points and marks of what was done; without from, to and step the answer is as it was")
    void history() {
        create(body("a", "a"));
        awaitState("a", "RUNNING");
        await().untilAsserted(() -> assertThat(get("/a/progress?step=1s"))
                .bodyJson()
                .extractingPath("$.points[?(@.batches > 0)].batchMillis.max")
                .asArray()
                .isNotEmpty());
        put("a", body("a", "a").replace("PT0S", "PT2S"), null);
        post("/a/stop");
        awaitState("a", "STOPPED");
        assertThat(patch("a", "{'partitions': [{'topic': 't', 'partition': 0, 'nextOffset': 1}]}"))
                .hasStatusOk();
        await().untilAsserted(() -> assertThat(get("/a/progress?step=1s"))
                .bodyJson()
                .hasPathSatisfying("$.step", step -> step.assertThat().isEqualTo("PT2S"))
                .extractingPath("$.marks[*].kind")
                .asArray()
                .contains("start", "definition", "stop", "offsets"));
        assertThat(get("/a/progress"))
                .hasStatusOk()
                .bodyJson()
                .hasPath("$.items")
                .doesNotHavePath("$.points");
        assertThat(get("/a/progress?limit=1&step=1s")).hasStatusOk().bodyJson().doesNotHavePath("$.items");
        assertThat(get("/a/progress?from=yesterday"))
                .hasStatus(400)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("/problems/invalid-parameter");
        delete("a", "false");
        assertThat(jdbc.queryForList("SELECT level FROM sluice.history", Integer.class))
                .isEqualTo(List.of());
    }

    @Test
    @DisplayName("has a mark with its reason for each replay, retry, failure and completion")
    void marks() {
        create(body("a", "a"));
        awaitState("a", "RUNNING");
        assertThat(post("/a/dead-letters/replay")).hasStatus(202);
        engine.onStart(run -> {
            throw new FlowDefinitionException("table a has no column size");
        });
        engine.lastFlow().fail(new IllegalStateException("the broker has left"));
        awaitState("a", "FAILED");
        engine.onStart(run -> {});
        put("a", body("a", "a").replace("'interval':'PT0S'", "'mode':'availableNow'"), null);
        awaitState("a", "RUNNING");
        engine.lastFlow().drain();
        awaitState("a", "COMPLETED");
        await().untilAsserted(() -> assertThat(get("/a/progress?step=1s"))
                .bodyJson()
                .extractingPath("$.marks[*].kind")
                .asArray()
                .containsSubsequence("start", "replay", "retry", "failure", "completion"));
        assertThat(get("/a/progress?step=1s"))
                .bodyJson()
                .extractingPath("$.marks[?(@.kind == 'retry' || @.kind == 'failure')].text")
                .asArray()
                .containsExactly(
                        "IllegalStateException: the broker has left",
                        "FlowDefinitionException: table a has no column size");
    }
}
