package io.sluice.stream.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.ledger.Acknowledged;
import io.sluice.stream.ledger.LedgerBehindException;
import io.sluice.stream.ledger.LedgerCheck;
import io.sluice.stream.ledger.StaleGenerationException;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("when Postgres has gone back to an older state")
class LedgerBehindTest extends ScriptedPipeline {

    private static final List<String> LEDGER = List.of("fences", "progress", "sink_progress", "dead_letters");

    private List<String> backup = List.of();

    @Test
    @DisplayName("a task whose range begins behind the gap writes nothing and says what is missing")
    void taskIsStale() throws Exception {
        run(0, "a");
        backUp();
        run(1, "b", "bad json");
        goBack();

        try (RecordCarrier writer = writer(Map.of(0, 3L))) {
            assertThatThrownBy(() -> writer.write(ScriptedFlow.row(record(3, "c"))))
                    .isInstanceOf(LedgerBehindException.class)
                    .hasMessageStartingWith("Pipeline p: Postgres has gone back to an older state: it had acknowledged"
                            + " t, partition 0, up to offset 3, and now knows of it up to 1 only.");
        }
        assertThat(positions.positions(pipeline)).isEqualTo(new Offsets(Map.of("t", Map.of(0, 1L))));

        run(1, "b", "bad json", "c");
        assertThat(counters())
                .isEqualTo(new Counters(
                        4,
                        0,
                        1,
                        Map.of(
                                PostgresStore.TYPE, new SinkCounters(3, 0, 3),
                                MongoStore.TYPE, new SinkCounters(3, 0, 3))));
        assertThat(stored).doesNotHaveDuplicates().hasSize(6);
        assertThat(deadLetters()).containsExactly("2 decode bad json");
    }

    @Test
    @DisplayName("a run of before does not pass for the newest, which Postgres has forgotten")
    void generationsDoNotRepeat() throws Exception {
        backUp();
        generation = generations.raise(pipeline);
        RecordCarrier lost = writer();
        goBack();
        generation = generations.raise(pipeline);

        assertThatThrownBy(() -> lost.write(ScriptedFlow.row(record(0, "a"))))
                .isInstanceOf(StaleGenerationException.class);
        lost.close();
        run(0, "a");
    }

    @Test
    @DisplayName("a partition that the ledger does not know any more stands at its beginning")
    void rowIsGone() throws Exception {
        run(0, "a");
        sql("DELETE FROM sluice.progress");
        try (RecordCarrier writer = writer(Map.of(0, 1L))) {
            assertThatThrownBy(() -> writer.write(ScriptedFlow.row(record(1, "b"))))
                    .isInstanceOf(LedgerBehindException.class)
                    .hasMessageContaining("knows of it up to 0 only");
        }
        assertThat(positions.positions(pipeline)).isEqualTo(Offsets.NONE);
    }

    @Test
    @DisplayName("a task that shares its transaction among partitions writes none of them")
    void groupIsStale() throws Exception {
        run(0, "a", "b");
        goBackTo(1);
        try (RecordCarrier writer = writer(Map.of(0, 2L, 1, 7L))) {
            assertThatThrownBy(() -> {
                        writer.write(ScriptedFlow.row(of(2, 0, "new partition")));
                        writer.write(ScriptedFlow.row(of(0, 2, "c")));
                    })
                    .isInstanceOf(LedgerBehindException.class);
        }
        assertThat(positions.positions(pipeline)).isEqualTo(new Offsets(Map.of("t", Map.of(0, 1L))));
        assertThat(counters().consumed()).isEqualTo(2);
    }

    @Test
    @DisplayName("a task finds it also between two transactions of its own")
    void betweenTransactions() throws Exception {
        try (RecordCarrier writer = writer()) {
            writer.write(ScriptedFlow.row(of(0, 0, "x".repeat((1 << 20) + 1))));
            writer.write(ScriptedFlow.row(of(1, 0, "x".repeat((1 << 20) + 1))));
            goBackTo(0);
            assertThatThrownBy(() -> writer.write(ScriptedFlow.row(of(0, 1, "b"))))
                    .isInstanceOf(LedgerBehindException.class);
        }
    }

    @Test
    @DisplayName("a ledger that is further than the range begins is no fault: the task passes over what it counts")
    void aheadIsFine() throws Exception {
        run(0, "a", "b", "c");
        try (RecordCarrier writer = writer(Map.of(0, 1L))) {
            writer.write(ScriptedFlow.row(record(1, "b")));
            writer.write(ScriptedFlow.row(record(2, "c")));
            writer.write(ScriptedFlow.row(record(9, "after a gap in the offsets")));
            assertThat(((TaskCommit) writer.commit()).counters().consumed()).isEqualTo(1);
        }
        assertThat(positions.positions(pipeline)).isEqualTo(new Offsets(Map.of("t", Map.of(0, 10L))));
    }

    @Test
    @DisplayName("a task in continuous mode finds it at its next transaction")
    void continuousTaskFindsItAtItsNextTransaction() throws Exception {
        Acknowledged acknowledged = new Acknowledged(Offsets.NONE);
        ContinuousTask task = ContinuousTask.start(
                ScriptedFlow.task(pipeline, generation, postgres, stored), acknowledged, 0, () -> {});
        try {
            task.write(ScriptedFlow.row(record(0, "a")));
            await().until(() -> acknowledged.of("t", 0) == 1);
            goBackTo(0);
            assertThatThrownBy(() -> {
                        task.write(ScriptedFlow.row(record(1, "b")));
                        task.commit();
                    })
                    .isInstanceOf(LedgerBehindException.class);
            assertThat(positions.positions(pipeline)).isEqualTo(new Offsets(Map.of("t", Map.of(0, 0L))));
        } finally {
            task.end();
        }
    }

    @Test
    @DisplayName("the end of a micro-batch does not hide it behind a transaction's marker")
    void batchEnds() throws Exception {
        Acknowledged acknowledged = new Acknowledged(new Offsets(Map.of("t", Map.of(0, 4L))));
        BatchEnds ends = new BatchEnds(ScriptedFlow.task(pipeline, generation, postgres, stored), acknowledged);
        run(0, "a");
        assertThatThrownBy(() -> ends.advance(new Offsets(Map.of("t", Map.of(0, 6L)))))
                .isInstanceOf(LedgerBehindException.class);
        assertThat(positions.positions(pipeline)).isEqualTo(new Offsets(Map.of("t", Map.of(0, 1L))));
    }

    @Test
    @DisplayName("whoever watches over a run without records finds it, and no fault in one that moves on")
    void watchFindsItWithoutRecords() throws Exception {
        Acknowledged acknowledged = new Acknowledged(new Offsets(Map.of("t", Map.of(0, 2L, 1, 0L))));
        Acknowledged before = acknowledged.copy();
        LedgerCheck check = ledger -> before.require("p", ledger);
        acknowledged.add(new Offsets(Map.of("t", Map.of(0, 9L))));

        assertThatCode(() -> check.require(new Offsets(Map.of("t", Map.of(0, 3L)))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check.require(new Offsets(Map.of("t", Map.of(0, 1L)))))
                .isInstanceOf(LedgerBehindException.class);
        assertThatThrownBy(() -> check.require(Offsets.NONE)).isInstanceOf(LedgerBehindException.class);
    }

    private void backUp() throws Exception {
        for (String table : LEDGER) {
            sql("CREATE TABLE backup_%s AS TABLE sluice.%1$s".formatted(table));
        }
        backup = List.copyOf(stored);
    }

    /** Mongo stays as it is. */
    private void goBack() throws Exception {
        for (String table : LEDGER) {
            sql("DELETE FROM sluice.%s; INSERT INTO sluice.%1$s TABLE backup_%1$s".formatted(table));
        }
        stored.removeIf(row -> row.startsWith("POSTGRES") && !backup.contains(row));
    }

    private void goBackTo(long offset) throws Exception {
        sql("UPDATE sluice.progress SET next_offset = " + offset + " WHERE partition = 0");
    }

    private void sql(String change) throws Exception {
        try (Connection connection = TestPostgres.connect(postgres)) {
            connection.createStatement().execute(change);
        }
    }

    private static SourceRecord of(int partition, long offset, String value) {
        return new SourceRecord("t", partition, offset, 0, null, value.getBytes(), List.of());
    }
}
