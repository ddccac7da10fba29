package io.sluice.pipeline.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.pipeline.PipelineRestCase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DisplayName("The history of a pipeline over REST")
class HistoryRestTest extends PipelineRestCase {

    private static final Map<String, Double> PHASES = Map.of(
            "latestOffset", 0.0,
            "queryPlanning", 0.0,
            "walCommit", 0.0,
            "getBatch", 0.0,
            "addBatch", 5.5,
            "commitOffsets", 0.0);

    @Autowired
    HistoryRecorder recorder;

    @Autowired
    HistoryTable table;

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
        assertThat(get("/a/progress?step=1s"))
                .bodyJson()
                .extractingPath("$.points[?(@.batches > 0)].batchMillis")
                .asArray()
                .containsExactly(Map.of("mean", 8, "max", 8, "phases", PHASES));
        engine.lastFlow().commit();
        // Each is counted once.
        await().untilAsserted(() -> assertThat(get("/a/progress?step=1s"))
                .bodyJson()
                .extractingPath("$.points[*].batches")
                .asArray()
                .satisfies(each -> assertThat(
                                Arrays.stream(each).mapToInt(n -> (Integer) n).sum())
                        .isEqualTo(3)));
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
    @DisplayName("is written to the last second when the application ends")
    void finishes() throws SQLException {
        create(body("a", "a").replace("'trigger'", "'autoStart':false,'trigger'"));
        long id = registry.require("a").id();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> jdbc.queryForObject("SELECT count(*) FROM sluice.history", Long.class) > 0);
        long now = Instant.now().getEpochSecond();
        recorder.finish();
        HistoryReader other = new HistoryReader(new HistoryBook(table, new Marks()), table);
        assertThat(other.read(id, new Range(now - 1, now, 1)).points()).hasSize(1);
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
