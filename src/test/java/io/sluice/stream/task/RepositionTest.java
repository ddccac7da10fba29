package io.sluice.stream.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.ledger.Acknowledged;
import io.sluice.stream.ledger.Positions;
import io.sluice.stream.ledger.StaleGenerationException;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a pipeline that is set to other positions")
class RepositionTest extends ScriptedPipeline {

    private static final SinkSpec TABLE = SinkSpec.append(PostgresStore.TYPE, "quotes");

    @Test
    @DisplayName("counts what it reads again from zero, and each record is still stored and rejected once")
    void rewoundRecordsAreCountedFromZeroAndStoredOnce() throws Exception {
        run(0, "a", "bad 1", "refused", "b", "drop");
        setTo(1);
        assertThat(counters()).isEqualTo(counted(0, 0, 0, sink(0, 0), sink(0, 0)));
        run(1, "bad 1", "refused", "b", "drop");

        assertThat(counters()).isEqualTo(counted(4, 1, 1, sink(2, 0), sink(1, 1)));
        assertThat(deadLetters()).containsExactly("1 decode bad 1", "2 mongo refused");
        assertThat(stored).doesNotHaveDuplicates().hasSize(5);
    }

    @Test
    @DisplayName("loses the letter of a record that fits now, and keeps that of one that is no longer in the topic")
    void rewindsMended() throws Exception {
        run(0, "bad 0", "bad 1", "refused", "bad forever");
        setTo(0);
        mended = true;
        // Offset 1 was compacted away.
        try (RecordCarrier writer = writer()) {
            writer.write(ScriptedFlow.row(record(0, "bad 0")));
            writer.write(ScriptedFlow.row(record(2, "refused")));
            writer.write(ScriptedFlow.row(record(3, "bad forever")));
            writer.commit();
        }

        assertThat(deadLetters()).containsExactly("1 decode bad 1", "3 decode bad forever");
        assertThat(counters()).isEqualTo(counted(3, 0, 1, sink(2, 0), sink(2, 0)));
    }

    @Test
    @DisplayName("replays letters from before as records that it consumes, in every store, and once")
    void replaysUncounted() throws Exception {
        run(0, "bad 0", "refused", "bad forever", "both refused", "end");
        setTo(4);
        setTo(0);
        setTo(4);
        assertThat(counters().consumed()).isZero();
        mended = true;
        replay();
        replay();

        assertThat(deadLetters()).containsExactly("2 decode bad forever");
        assertThat(counters()).isEqualTo(counted(4, 0, 1, sink(3, 0), sink(3, 0)));
    }

    @Test
    @DisplayName("does not replay what it is going to read again")
    void doesNotReplayAhead() throws Exception {
        run(0, "bad 0", "bad 1");
        setTo(1);
        mended = true;
        replay();
        assertThat(deadLetters()).containsExactly("1 decode bad 1");
        run(1, "bad 1");

        assertThat(deadLetters()).isEmpty();
        assertThat(counters()).isEqualTo(counted(2, 0, 0, sink(2, 0), sink(2, 0)));
    }

    @Test
    @DisplayName("passes over what it is to skip, and keeps its counters")
    void skippingKeepsTheCounters() throws Exception {
        run(0, "a", "bad 1");
        setTo(5);
        run(3, "c", "d", "e");

        assertThat(counters()).isEqualTo(counted(3, 0, 1, sink(2, 0), sink(2, 0)));
        assertThat(positions.positions(pipeline)).isEqualTo(new Offsets(Map.of("t", Map.of(0, 6L))));
    }

    @Test
    @DisplayName("is fenced: what still runs of it writes nothing")
    void whatStillRunsWritesNothing() throws Exception {
        run(0, "a");
        RecordCarrier stale = writer();
        positions.alter(pipeline, "p", new Offsets(Map.of("t", Map.of(0, 0L))));

        assertThatThrownBy(() -> stale.write(ScriptedFlow.row(record(1, "b"))))
                .isInstanceOf(StaleGenerationException.class);
    }

    @Test
    @DisplayName("begins anew after a reset: positions, counters, origins and letters are gone")
    void resetForgetsPositionsCountersOriginsAndLetters() throws Exception {
        positions.begin(pipeline, new Offsets(Map.of("t", Map.of(0, 0L, 1, 9L))), List.of(TABLE), Map.of("t", "id-1"));
        run(0, "a", "bad 1");
        assertThat(positions.origins(TABLE)).isEqualTo(Map.of("t", "id-1"));
        assertThat(positions.positions(pipeline)).isEqualTo(new Offsets(Map.of("t", Map.of(0, 2L, 1, 9L))));
        positions.reset(pipeline, "p", List.of(Positions.Origins.all(TABLE)), null);

        assertThat(positions.positions(pipeline)).isEqualTo(Offsets.NONE);
        assertThat(positions.origins(TABLE)).isEmpty();
        assertThat(counters().consumed()).isZero();
        assertThat(deadLetters()).isEmpty();
        assertThatThrownBy(() -> run(2, "b")).isInstanceOf(StaleGenerationException.class);
    }

    @Test
    @DisplayName("leaves known of which topics a target that stays holds rows of others: made anew, they are others")
    void keepsOrigins() throws Exception {
        positions.begin(
                pipeline,
                new Offsets(Map.of("t", Map.of(0, 0L))),
                List.of(TABLE),
                Map.of("t", "id-1", "theirs", "id-2"));
        positions.forgetOrigins(List.of(new Positions.Origins(TABLE, List.of("t"))));
        assertThat(positions.origins(TABLE)).isEqualTo(Map.of("theirs", "id-2"));
        positions.reset(pipeline, "p", List.of(new Positions.Origins(TABLE, List.of("t"))), null);
        assertThat(positions.origins(TABLE)).isEqualTo(Map.of("theirs", "id-2"));
        positions.forgetOrigins(List.of(Positions.Origins.all(TABLE)));
        assertThat(positions.origins(TABLE)).isEmpty();
    }

    @Test
    @DisplayName("keeps its letters under another name, if it is asked to")
    void keepsLetters() throws Exception {
        run(0, "bad 0");
        positions.reset(pipeline, "p", List.of(Positions.Origins.all(TABLE)), "p_until_1");

        assertThat(deadLetters()).containsExactly("0 decode bad 0");
        try (Connection c = TestPostgres.connect(postgres);
                var row = c.createStatement().executeQuery("SELECT pipeline, counted FROM sluice.dead_letters")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("p_until_1");
            assertThat(row.getBoolean(2)).isFalse();
        }
    }

    @Test
    @DisplayName("keeps where it stands when it is started again")
    void beginsOnce() throws Exception {
        positions.begin(pipeline, new Offsets(Map.of("t", Map.of(0, 5L))), List.of(TABLE), Map.of("t", "id-1"));
        positions.begin(pipeline, new Offsets(Map.of("t", Map.of(0, 0L, 1, 3L))), List.of(TABLE), Map.of("t", "id-2"));

        assertThat(positions.positions(pipeline)).isEqualTo(new Offsets(Map.of("t", Map.of(0, 5L, 1, 3L))));
        assertThat(positions.origins(TABLE)).isEqualTo(Map.of("t", "id-1"));
    }

    @Test
    @DisplayName("gets past what no task sees, such as a transaction's marker, unless it was started again")
    void passesMarkers() throws Exception {
        Acknowledged acknowledged = new Acknowledged(Offsets.NONE);
        BatchEnds ends = new BatchEnds(ScriptedFlow.task(pipeline, generation, postgres, stored), acknowledged);
        try (RecordCarrier writer = writer()) {
            writer.write(ScriptedFlow.row(record(0, "a")));
            acknowledged.add(((TaskCommit) writer.commit()).next());
        }
        ends.advance(new Offsets(Map.of("t", Map.of(0, 2L, 1, 4L))));
        assertThat(positions.positions(pipeline)).isEqualTo(new Offsets(Map.of("t", Map.of(0, 2L, 1, 4L))));

        positions.alter(pipeline, "p", new Offsets(Map.of("t", Map.of(0, 0L))));
        assertThatThrownBy(() -> ends.advance(new Offsets(Map.of("t", Map.of(0, 3L)))))
                .isInstanceOf(StaleGenerationException.class);
        ends.advance(new Offsets(Map.of("t", Map.of(0, 2L))));
        assertThat(positions.positions(pipeline)).isEqualTo(new Offsets(Map.of("t", Map.of(0, 0L, 1, 4L))));
    }

    private void setTo(long offset) throws Exception {
        positions.alter(pipeline, "p", new Offsets(Map.of("t", Map.of(0, offset))));
        generation = generations.raise(pipeline);
    }

    private void replay() throws Exception {
        new Replay(UUID.randomUUID(), LetterSelection.ALL, counts -> {})
                .run(ScriptedFlow.task(pipeline, generation, postgres, stored, mended));
    }

    private static SinkCounters sink(long stored, long rejected) {
        return new SinkCounters(stored, rejected, stored);
    }

    private static Counters counted(
            long consumed, long filtered, long rejected, SinkCounters inPostgres, SinkCounters inMongo) {
        return new Counters(
                consumed, filtered, rejected, Map.of(PostgresStore.TYPE, inPostgres, MongoStore.TYPE, inMongo));
    }
}
