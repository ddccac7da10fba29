package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.flow.Counters;
import io.sluice.flow.Counters.SinkCounters;
import io.sluice.flow.Position;
import io.sluice.flow.StoreType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplayTest extends ScriptedPipeline {

    @Test
    @DisplayName("mended letters are stored, counted as stored and gone; the others stay with their reason")
    void replaysAll() throws Exception {
        run(0, "a", "bad 1", "fails", "refused", "bad forever", "refused forever", "drop");
        replay(null);

        assertThat(counters())
                .isEqualTo(new Counters(
                        7,
                        1,
                        1,
                        Map.of(
                                StoreType.POSTGRES, new SinkCounters(5, 0, 5),
                                StoreType.MONGO, new SinkCounters(4, 1, 4))));
        assertThat(deadLetters()).containsExactly("4 decode bad forever", "5 mongo refused");
        assertThat(stored).doesNotHaveDuplicates().hasSize(9);
    }

    @Test
    @DisplayName("however often it is ordered, a position is stored once and counted once")
    void isIdempotent() throws Exception {
        run(0, "bad 1", "refused", "bad forever", "explode 3 refused");
        replay(null);
        Counters once = counters();
        List<String> rows = List.copyOf(stored);
        replay(null);
        replay(null);

        assertThat(counters()).isEqualTo(once);
        assertThat(stored).isEqualTo(rows);
        assertThat(deadLetters()).containsExactly("2 decode bad forever");
    }

    @Test
    @DisplayName("rows of a record that a store had refused are counted once when they are stored")
    void countsRows() throws Exception {
        run(0, "explode 3 refused");
        assertThat(counters().sinks().get(StoreType.MONGO)).isEqualTo(new SinkCounters(0, 1, 0));
        replay(null);
        assertThat(counters().sinks().get(StoreType.MONGO)).isEqualTo(new SinkCounters(1, 0, 3));
        assertThat(counters().sinks().get(StoreType.POSTGRES)).isEqualTo(new SinkCounters(1, 0, 3));
    }

    @Test
    @DisplayName("only the positions that were asked for are replayed")
    void replaysSome() throws Exception {
        run(0, "bad 0", "bad 1", "refused");
        replay(Set.of(new Position("t", 0, 1), new Position("t", 0, 99), new Position("u", 0, 0)));

        assertThat(deadLetters()).containsExactly("0 decode bad 0", "2 mongo refused");
    }

    @Test
    @DisplayName("a record that is filtered out now counts as filtered, unless a store has it")
    void filters() throws Exception {
        run(0, "bad 0");
        run(1, "drop");
        assertThat(counters().filtered()).isEqualTo(1);
        replay(null);
        assertThat(counters().consumed()).isEqualTo(2);
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    @DisplayName("more letters than one step takes are all replayed")
    void replaysMany() throws Exception {
        run(0, Stream.generate(() -> "bad").limit(1201).toArray(String[]::new));
        replay(null);

        assertThat(deadLetters()).isEmpty();
        assertThat(counters().rejected()).isZero();
        assertThat(counters().sinks().get(StoreType.POSTGRES)).isEqualTo(new SinkCounters(1201, 0, 1201));
    }

    @Test
    @DisplayName("a replay of an older generation changes nothing")
    void fencesStaleReplays() throws Exception {
        run(0, "bad 0");
        Replay stale = new Replay(ScriptedFlow.task(pipeline, generation, postgres, stored, true), null);
        ledger.raiseGeneration(pipeline);

        assertThatThrownBy(stale::run).isInstanceOf(StaleGenerationException.class);
        assertThat(deadLetters()).containsExactly("0 decode bad 0");
    }

    private void replay(Set<Position> only) throws Exception {
        new Replay(ScriptedFlow.task(pipeline, generation, postgres, stored, true), only).run();
        counters().sinks().forEach((store, sink) -> assertThat(sinkTotal(sink)).isEqualTo(consumed()));
    }

    private long consumed() {
        try {
            return counters().consumed();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private long sinkTotal(SinkCounters sink) {
        try {
            return counters().filtered() + counters().rejected() + sink.stored() + sink.rejected();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
