package io.sluice.pipeline.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.engine.Rehearsals;
import io.sluice.engine.run.TestRehearsals;
import io.sluice.pipeline.letters.ReplayOrder.At;
import io.sluice.pipeline.letters.ReplayOrder.Edited;
import io.sluice.pipeline.letters.TrialView.Tried;
import io.sluice.results.Shelf;
import io.sluice.results.postgres.PostgresReads;
import io.sluice.results.query.ResultsSettings;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.flow.TriggerSpec;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Trying dead letters")
class TrialsTest {

    private final Shelf shelf = new Shelf("a STRING", WriteMode.APPEND);
    private final PostgresReads reads =
            new PostgresReads(shelf.dataSource, new ResultsSettings(Duration.ofSeconds(20)));
    private final Trials trials = new Trials(reads, TestRehearsals.create());

    private void reject(long offset, String stage, String value) {
        shelf.reject("p", offset, stage, null, value.getBytes(StandardCharsets.UTF_8), "2026-03-01T12:00:00Z");
    }

    private static FlowSpec spec(String select) {
        SourceSpec source = new SourceSpec(
                List.of("t"),
                "id INT NOT NULL, n STRING",
                new FormatSpec("json", Map.of(), false),
                new StartingOffsets.Earliest(),
                null);
        return new FlowSpec(
                source, select, List.of(), new TriggerSpec(TriggerSpec.Mode.PROCESSING_TIME, Duration.ZERO));
    }

    private static ReplayOrder.Checked order(ReplayOrder order) {
        return order.checked(List.of(Stage.DECODE), "ada");
    }

    private static Edited edit(long offset, String payload) {
        return new Edited(new At("t", 0, offset), payload, null);
    }

    @Test
    @DisplayName("tells what would become of each, with what was edited before or is to be, and writes nothing")
    void tells() throws Exception {
        reject(0, "decode", "{\"id\":\"x\",\"n\":\"7\"}");
        reject(1, "decode", "{\"id\":1,\"n\":\"7\"}");
        reject(2, "postgres", "{\"id\":0,\"n\":\"7\"}");
        reject(2, "mongo", "{\"id\":0,\"n\":\"7\"}");
        reject(3, "decode", "no json");
        shelf.postgres
                .sql("INSERT INTO sluice.edits (pipeline, topic, partition, \"offset\", value, edited_by)"
                        + " VALUES ('p', 't', 0, 3, '{\"id\":3}', 'ada')")
                .update();

        TrialView all = trials.run("p", spec("SELECT id FROM source WHERE id > 0"), order(ReplayOrder.ALL));
        assertThat(all.records())
                .extracting(Tried::offset, Tried::outcome, Tried::stage, Tried::field)
                .hasToString("[(0L, \"rejected\", \"decode\", \"id\"), (1L, \"stored\", null, null),"
                        + " (2L, \"filtered\", null, null), (3L, \"stored\", null, null)]");
        assertThat(all.records().get(0).reason()).isEqualTo("field \"id\": \"x\" is not an INT");
        assertThat(all.records().get(0).decoded()).containsEntry("n", "7");
        assertThat(all.records().get(3).rows()).hasToString("[{id=3}]");
        assertThat(all.output()).hasToString("[TrialColumn[name=id, type=INT, nullable=false]]");
        assertThat(all.cut()).isNull();

        ReplayOrder edited = new ReplayOrder(null, null, List.of(edit(0, "{\"id\":5}"), edit(9, "{\"id\":9}")));
        TrialView some = trials.run("p", spec(null), order(edited));
        assertThat(some.records())
                .extracting(Tried::offset, Tried::payload, Tried::outcome)
                .hasToString("[(0L, \"{\"id\":5}\", \"stored\")]");
        assertThat(shelf.postgres
                        .sql("SELECT count(*) FROM sluice.edits")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(shelf.postgres
                        .sql("SELECT count(*) FROM sluice.dead_letters")
                        .query(Long.class)
                        .single())
                .isEqualTo(5);
    }

    @Test
    @DisplayName("under a definition that cannot run tells its faults")
    void tellsFaults() throws Exception {
        reject(0, "decode", "{}");
        TrialView view = trials.run("p", spec("SELECT nothing FROM source"), order(ReplayOrder.ALL));
        assertThat(view.records()).isEmpty();
        assertThat(view.errors())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("nothing"));
    }

    @Test
    @DisplayName("ends where its answer is large enough, and says so")
    void endsWhereItIsLarge() throws Exception {
        for (int offset = 0; offset < 12; offset++) {
            reject(offset, "decode", "{\"id\":1,\"n\":\"" + "n".repeat(900_000) + "\"}");
        }
        TrialView view = trials.run("p", spec(null), order(ReplayOrder.ALL));
        assertThat(view.cut()).isTrue();
        assertThat(view.records()).hasSizeBetween(1, 5);
    }

    @Test
    @DisplayName("is done for two at once, and not for a third")
    void twoAtOnce() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch open = new CountDownLatch(1);
        Rehearsals held = TestRehearsals.create();
        Trials slow = new Trials(reads, spec -> {
            both.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return held.open(spec);
        });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<TrialView>> running = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                running.add(threads.submit(() -> slow.run("p", spec(null), order(ReplayOrder.ALL))));
            }
            both.await();
            assertThat(catchThrowableOfType(
                                    ProblemException.class, () -> slow.run("p", spec(null), order(ReplayOrder.ALL)))
                            .type())
                    .isEqualTo(ProblemType.TOO_MANY_REQUESTS);
            open.countDown();
            for (Future<TrialView> run : running) {
                assertThat(run.get().records()).isEmpty();
            }
            assertThat(slow.run("p", spec(null), order(ReplayOrder.ALL)).records())
                    .isEmpty();
        } finally {
            open.countDown();
            threads.shutdown();
        }
    }
}
