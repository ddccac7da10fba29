package io.sluice.pipeline.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.run.TestRehearsals;
import io.sluice.pipeline.letters.ReplayOrder.At;
import io.sluice.pipeline.letters.ReplayOrder.Edited;
import io.sluice.pipeline.letters.TrialView.Tried;
import io.sluice.results.Shelf;
import io.sluice.results.query.ResultsSettings;
import io.sluice.results.table.TableReads;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.flow.TriggerSpec;
import io.sluice.stream.format.RecordMask;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.web.Attended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Trying dead letters")
class TrialsTest {

    private final Shelf shelf = new Shelf("a STRING", WriteMode.APPEND);
    private final TableReads reads = new TableReads(shelf.dataSource, new ResultsSettings(Duration.ofSeconds(20)));
    private final Attended gate = new Attended(8, "busy");
    private final Trials trials = new Trials(reads, TestRehearsals.create());

    private TrialView run(FlowSpec spec, ReplayOrder.Checked order) throws IOException {
        return gate.run(() -> false, null, "trial", place -> trials.run("p", spec, order, RecordMask.NONE, place));
    }

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
        return order.checked(List.of(Stage.DECODE), "ada", RecordMask.NONE);
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

        TrialView all = run(spec("SELECT id FROM source WHERE id > 0"), order(ReplayOrder.ALL));
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
        TrialView some = run(spec(null), order(edited));
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
    @DisplayName("tells what a store refuses by itself, in the words of its dead letter, and asks no store")
    void tellsWhatStoresRefuse() throws Exception {
        reject(0, "decode", "{\"id\":1,\"n\":\"a\\u0000b\"}");
        reject(1, "decode", "{\"id\":2,\"n\":\"" + "x".repeat(17_000_000) + "\"}");
        reject(2, "decode", "{\"id\":3,\"n\":null}");
        reject(3, "decode", "{\"id\":4,\"n\":\"fits\"}");
        FlowSpec plain = spec(null);
        FlowSpec both = new FlowSpec(
                plain.source(),
                plain.transform(),
                List.of(
                        new SinkSpec(PostgresStore.TYPE, "t", WriteMode.UPSERT, List.of("n"), null),
                        SinkSpec.append(MongoStore.TYPE, "t")),
                plain.trigger());
        TrialView view = run(both, order(ReplayOrder.ALL));
        assertThat(view.errors()).isEmpty();
        assertThat(view.records())
                .extracting(Tried::offset, Tried::outcome, Tried::stage, Tried::reason)
                .asString()
                .matches("\\[\\(0L, \"rejected\", \"postgres\", \"column n: the text contains U\\+0000, which Postgres"
                        + " cannot store\"\\), \\(1L, \"rejected\", \"mongo\", \"The document is too large for Mongo: 170001.."
                        + " bytes, where 16777216 is the limit\"\\)]");
        TrialView rest = run(both, order(new ReplayOrder(List.of(new At("t", 0, 2), new At("t", 0, 3)), null, null)));
        assertThat(rest.records())
                .extracting(Tried::outcome, Tried::reason)
                .hasToString("[(\"rejected\", \"column n: it is part of the key and null\"), (\"stored\", null)]");
    }

    @Test
    @DisplayName("says of a letter of a store that the definition does not have that a replay leaves it as it is")
    void leavesLettersOfOtherStores() throws Exception {
        reject(0, "mongo", "{\"id\":0}");
        reject(0, "postgres", "{\"id\":0}");
        reject(1, "mongo", "{\"id\":1}");
        reject(2, "mongo", "{\"id\":2}");
        reject(3, "decode", "{\"id\":3}");
        // One that no counter counts goes to every store.
        shelf.postgres
                .sql("UPDATE sluice.dead_letters SET counted = false WHERE \"offset\" = 2")
                .update();
        FlowSpec plain = spec(null);
        FlowSpec one = new FlowSpec(
                plain.source(), plain.transform(), List.of(SinkSpec.append(PostgresStore.TYPE, "t")), plain.trigger());
        TrialView view = run(one, order(ReplayOrder.ALL));
        assertThat(view.records())
                .extracting(Tried::offset, Tried::outcome, Tried::stage)
                .hasToString("[(0L, \"stored\", null), (1L, \"rejected\", \"mongo\"), (2L, \"stored\", null),"
                        + " (3L, \"stored\", null)]");
        assertThat(view.records().get(1).rows()).isEmpty();
        assertThat(view.records().get(1).reason()).contains("a replay leaves the dead letter as it is");
        assertThat(run(plain, order(ReplayOrder.ALL)).records())
                .extracting(Tried::outcome)
                .containsOnly("stored");
    }

    @Test
    @DisplayName("under a definition that cannot run tells its faults")
    void tellsFaults() throws Exception {
        reject(0, "decode", "{}");
        TrialView view = run(spec("SELECT nothing FROM source"), order(ReplayOrder.ALL));
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
        TrialView view = run(spec(null), order(ReplayOrder.ALL));
        assertThat(view.cut()).isTrue();
        assertThat(view.records()).hasSizeBetween(1, 5);
    }
}
