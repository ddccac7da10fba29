package io.sluice.stream.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.ReplayCounts;
import io.sluice.stream.ledger.StaleGenerationException;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplayTest extends ScriptedPipeline {

    private final List<ReplayCounts> counts = new ArrayList<>();

    @Test
    @DisplayName("mended letters are stored, counted as stored and gone; the others stay with their reason")
    void replaysAll() throws Exception {
        run(0, "a", "bad 1", "fails", "refused", "bad forever", "refused forever", "drop");
        assertThat(replay(null)).isEqualTo(new ReplayCounts(5, 3, 0, 2));

        assertThat(counters())
                .isEqualTo(new Counters(
                        7,
                        1,
                        1,
                        Map.of(
                                PostgresStore.TYPE, new SinkCounters(5, 0, 5),
                                MongoStore.TYPE, new SinkCounters(4, 1, 4))));
        assertThat(deadLetters()).containsExactly("4 decode bad forever", "5 mongo refused");
        assertThat(stored).doesNotHaveDuplicates().hasSize(9);
    }

    @Test
    @DisplayName("what it stores in Mongo is noted with the newest mark, from the lowest offset on")
    void notesWhatMongoGets() throws Exception {
        run(0, "a", "bad 1", "refused", "bad 3");
        try (Connection c = TestPostgres.connect(postgres)) {
            c.createStatement().execute("INSERT INTO sluice.marks VALUES (" + pipeline + ", 5)");
            c.createStatement()
                    .execute("INSERT INTO sluice.replays SELECT " + pipeline
                            + ", 't', 0, number, lowest FROM (VALUES (3, 0), (4, 1)) AS earlier (number, lowest)");
            replay(null);
            try (ResultSet row = c.createStatement()
                    .executeQuery(
                            "SELECT string_agg(concat_ws('/', topic, partition, number, lowest), ' ' ORDER BY number)"
                                    + " FROM sluice.replays")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("t/0/3/0 t/0/5/1");
            }
        }
    }

    @Test
    @DisplayName("however often it is ordered, a position is stored once and counted once")
    void isIdempotent() throws Exception {
        run(0, "bad 1", "refused", "bad forever", "explode 3 refused");
        replay(null);
        Counters once = counters();
        List<String> rows = List.copyOf(stored);
        assertThat(replay(null)).isEqualTo(new ReplayCounts(1, 0, 0, 1));
        replay(null);

        assertThat(counters()).isEqualTo(once);
        assertThat(stored).isEqualTo(rows);
        assertThat(deadLetters()).containsExactly("2 decode bad forever");
    }

    @Test
    @DisplayName("rows of a record that a store had refused are counted once when they are stored")
    void countsRows() throws Exception {
        run(0, "explode 3 refused");
        assertThat(counters().sinks().get(MongoStore.TYPE)).isEqualTo(new SinkCounters(0, 1, 0));
        replay(null);
        assertThat(counters().sinks().get(MongoStore.TYPE)).isEqualTo(new SinkCounters(1, 0, 3));
        assertThat(counters().sinks().get(PostgresStore.TYPE)).isEqualTo(new SinkCounters(1, 0, 3));
    }

    @Test
    @DisplayName("only the positions that were asked for are replayed")
    void replaysSome() throws Exception {
        run(0, "bad 0", "bad 1", "refused");
        Set<Position> chosen = Set.of(new Position("t", 0, 1), new Position("t", 0, 99), new Position("u", 0, 0));
        assertThat(standings.deadLetters("p", chosen)).hasValue(1);
        assertThat(replay(chosen)).isEqualTo(new ReplayCounts(1, 1, 0, 0));

        assertThat(deadLetters()).containsExactly("0 decode bad 0", "2 mongo refused");
    }

    @Test
    @DisplayName("a record that is filtered out now counts as filtered, unless a store has it")
    void filters() throws Exception {
        run(0, "bad drop", "refused drop");
        assertThat(replay(null)).isEqualTo(new ReplayCounts(2, 0, 1, 1));
        assertThat(counters().filtered()).isEqualTo(1);
        assertThat(counters().consumed()).isEqualTo(2);
        assertThat(deadLetters()).containsExactly("1 mongo The transform filters this record out now");
    }

    @Test
    @DisplayName("more letters than one step takes are all replayed")
    void replaysMany() throws Exception {
        run(0, many("bad"));
        assertThat(replay(null)).isEqualTo(new ReplayCounts(1201, 1201, 0, 0));

        assertThat(deadLetters()).isEmpty();
        assertThat(counters().rejected()).isZero();
        assertThat(counters().sinks().get(PostgresStore.TYPE)).isEqualTo(new SinkCounters(1201, 0, 1201));
    }

    @Test
    @DisplayName("a replay of an older generation changes nothing")
    void fencesStaleReplays() throws Exception {
        run(0, "bad 0");
        FlowTask stale = task();
        generations.raise(pipeline);

        assertThatThrownBy(() -> new Replay(null, counts::add).run(stale)).isInstanceOf(StaleGenerationException.class);
        assertThat(counts).isEmpty();
        assertThat(deadLetters()).containsExactly("0 decode bad 0");
    }

    @Test
    @DisplayName("one that a start interrupts goes on where it was, and tries and counts each letter once")
    void goesOnAfterAStart() throws Exception {
        run(0, many("bad forever"));
        Replay replay = new Replay(null, committed -> {
            counts.add(committed);
            if (counts.size() == 1) {
                raiseGeneration();
            }
        });
        FlowTask before = task();
        assertThatThrownBy(() -> replay.run(before)).isInstanceOf(StaleGenerationException.class);
        assertThat(sum()).isEqualTo(new ReplayCounts(500, 0, 0, 500));
        replay.run(task());

        assertThat(sum()).isEqualTo(new ReplayCounts(1201, 0, 0, 1201));
        assertThat(counters().rejected()).isEqualTo(1201);
    }

    @Test
    @DisplayName("a letter of before a reset that is rejected again is tried once, though it counts now")
    void triesUncountedOnce() throws Exception {
        run(0, "bad forever", "bad forever");
        try (Connection connection = TestPostgres.connect(postgres);
                var statement = connection.createStatement()) {
            statement.execute("UPDATE sluice.dead_letters SET counted = false WHERE \"offset\" = 0");
            statement.execute("UPDATE sluice.progress SET consumed = consumed - 1, rejected = rejected - 1");
        }
        assertThat(replay(null)).isEqualTo(new ReplayCounts(2, 0, 0, 2));
        assertThat(counters().consumed()).isEqualTo(2);
    }

    private void raiseGeneration() {
        try {
            generation = generations.raise(pipeline);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String[] many(String value) {
        return Stream.generate(() -> value).limit(1201).toArray(String[]::new);
    }

    private FlowTask task() {
        return ScriptedFlow.task(pipeline, generation, postgres, stored, true);
    }

    private ReplayCounts sum() {
        return counts.stream().reduce(ReplayCounts.NONE, ReplayCounts::plus);
    }

    /** What became of the letters, each step as it was committed. */
    private ReplayCounts replay(Set<Position> only) throws Exception {
        counts.clear();
        new Replay(only, counts::add).run(task());
        counters().sinks().forEach((store, sink) -> assertThat(sinkTotal(sink)).isEqualTo(consumed()));
        return sum();
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
