package io.sluice.stream.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.ledger.Acknowledged;
import io.sluice.stream.store.mongo.MongoStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("what Mongo may lack of an earlier run")
class RedeliveryTest extends ScriptedPipeline {

    private static final String[] VALUES = {"a", "bad", "drop", "fails", "refused", "explode 3", "b"};

    @Test
    @DisplayName("goes to Mongo once more, and nothing of it to Postgres, to the counters or to the dead letters")
    void goesToMongoAlone() throws Exception {
        run(0, VALUES);
        List<String> all = List.copyOf(stored);
        Counters counters = counters();
        List<String> letters = deadLetters();
        stored.removeIf(row -> row.startsWith("MONGO"));
        int postgres = stored.size();
        stored.remove("POSTGRES 0/0/0");

        again(new Redelivery.Range(0, 7), 0, VALUES);

        assertThat(stored)
                .doesNotContain("POSTGRES 0/0/0")
                .hasSize(all.size() - 1)
                .doesNotHaveDuplicates()
                .isSubsetOf(all);
        assertThat(postgres).isLessThan(all.size());
        assertThat(counters()).isEqualTo(counters);
        assertThat(deadLetters()).isEqualTo(letters);
        assertThat(positions.positions(pipeline)).isEqualTo(new Offsets(Map.of("t", Map.of(0, 7L))));
    }

    @Test
    @DisplayName("is only what lies in its range; what the ledger does not count yet goes on as ever behind it")
    void onlyItsRange() throws Exception {
        run(0, VALUES);
        stored.removeIf(row -> row.startsWith("MONGO"));

        TaskCommit commit = again(new Redelivery.Range(5, 6), 4, "refused", "explode 3", "b", "new");

        assertThat(stored.stream().filter(row -> row.startsWith("MONGO")))
                .containsExactly("MONGO 0/5/0", "MONGO 0/5/1", "MONGO 0/5/2", "MONGO 0/7/0");
        assertThat(commit.counters().consumed()).isEqualTo(1);
        assertThat(counters().consumed()).isEqualTo(8);
    }

    @Test
    @DisplayName("is not marked as there before it was delivered")
    void isSure() {
        Redelivery redelivery = new Redelivery(MongoStore.TYPE, Map.of("t", Map.of(0, new Redelivery.Range(5, 8))));
        Offsets ledger = new Offsets(Map.of("t", Map.of(0, 20L, 1, 3L)));
        assertThat(redelivery.begin(ledger)).isEqualTo(new Offsets(Map.of("t", Map.of(0, 5L, 1, 3L))));
        assertThat(redelivery.sure(ledger)).isEqualTo(new Offsets(Map.of("t", Map.of(0, 5L, 1, 3L))));
        redelivery.advance(new Offsets(Map.of("t", Map.of(0, 7L))));
        assertThat(redelivery.sure(ledger)).isEqualTo(new Offsets(Map.of("t", Map.of(0, 7L, 1, 3L))));
        redelivery.advance(new Offsets(Map.of("t", Map.of(0, 8L, 1, 3L))));
        assertThat(redelivery.sure(ledger)).isEqualTo(ledger);
        assertThat(redelivery.begin(ledger)).isEqualTo(new Offsets(Map.of("t", Map.of(0, 5L, 1, 3L))));
    }

    private TaskCommit again(Redelivery.Range range, long offset, String... values) throws IOException {
        FlowTask task = ScriptedFlow.task(
                pipeline,
                generation,
                postgres,
                stored,
                false,
                new Redelivery(MongoStore.TYPE, Map.of("t", Map.of(0, range))));
        try (RecordCarrier writer =
                new RecordCarrier(task, new Acknowledged(new Offsets(Map.of("t", Map.of(0, 7L)))))) {
            for (int i = 0; i < values.length; i++) {
                writer.write(ScriptedFlow.row(record(offset + i, values[i])));
            }
            return (TaskCommit) writer.commit();
        }
    }
}
