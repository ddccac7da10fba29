package io.sluice.stream.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.ReplayCounts;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.jdbc.Sql;
import io.sluice.stream.ledger.StaleGenerationException;
import io.sluice.stream.letters.LetterEdits;
import io.sluice.stream.letters.LetterExpiry;
import io.sluice.stream.letters.ReplayLetters;
import io.sluice.stream.letters.ReplayedLetters;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplayTest extends ScriptedPipeline {

    private final List<ReplayCounts> counts = new ArrayList<>();

    @Test
    @DisplayName("mended letters are stored, counted as stored and gone; the others stay with their reason")
    void replaysAll() throws Exception {
        run(0, "a", "bad 1", "fails", "refused", "bad forever", "refused forever", "drop");
        assertThat(replay(LetterSelection.ALL)).isEqualTo(new ReplayCounts(5, 3, 0, 2));

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
            replay(LetterSelection.ALL);
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
        replay(LetterSelection.ALL);
        Counters once = counters();
        List<String> rows = List.copyOf(stored);
        assertThat(replay(LetterSelection.ALL)).isEqualTo(new ReplayCounts(1, 0, 0, 1));
        replay(LetterSelection.ALL);

        assertThat(counters()).isEqualTo(once);
        assertThat(stored).isEqualTo(rows);
        assertThat(deadLetters()).containsExactly("2 decode bad forever");
    }

    @Test
    @DisplayName("rows of a record that a store had refused are counted once when they are stored")
    void countsRows() throws Exception {
        run(0, "explode 3 refused");
        assertThat(counters().sinks().get(MongoStore.TYPE)).isEqualTo(new SinkCounters(0, 1, 0));
        replay(LetterSelection.ALL);
        assertThat(counters().sinks().get(MongoStore.TYPE)).isEqualTo(new SinkCounters(1, 0, 3));
        assertThat(counters().sinks().get(PostgresStore.TYPE)).isEqualTo(new SinkCounters(1, 0, 3));
    }

    @Test
    @DisplayName("only the positions that were asked for are replayed")
    void replaysSome() throws Exception {
        run(0, "bad 0", "bad 1", "refused");
        Set<Position> chosen = Set.of(new Position("t", 0, 1), new Position("t", 0, 99), new Position("u", 0, 0));
        assertThat(standings.deadLetters("p", LetterSelection.of(chosen))).hasValue(1);
        assertThat(replay(chosen)).isEqualTo(new ReplayCounts(1, 1, 0, 0));

        assertThat(deadLetters()).containsExactly("0 decode bad 0", "2 mongo refused");
    }

    @Test
    @DisplayName("a record that is filtered out now counts as filtered, unless a store has it")
    void filters() throws Exception {
        run(0, "bad drop", "refused drop");
        assertThat(replay(LetterSelection.ALL)).isEqualTo(new ReplayCounts(2, 0, 1, 1));
        assertThat(counters().filtered()).isEqualTo(1);
        assertThat(counters().consumed()).isEqualTo(2);
        assertThat(deadLetters()).containsExactly("1 mongo The transform filters this record out now");
    }

    @Test
    @DisplayName("more letters than one step takes are all replayed")
    void replaysMany() throws Exception {
        run(0, many("bad"));
        assertThat(replay(LetterSelection.ALL)).isEqualTo(new ReplayCounts(1201, 1201, 0, 0));

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

        assertThatThrownBy(() -> new Replay(UUID.randomUUID(), LetterSelection.ALL, counts::add).run(stale))
                .isInstanceOf(StaleGenerationException.class);
        assertThat(counts).isEmpty();
        assertThat(deadLetters()).containsExactly("0 decode bad 0");
    }

    @Test
    @DisplayName("one that a start interrupts goes on where it was, and tries and counts each letter once")
    void goesOnAfterAStart() throws Exception {
        run(0, many("bad forever"));
        Replay replay = new Replay(UUID.randomUUID(), LetterSelection.ALL, committed -> {
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
        assertThat(replay(LetterSelection.ALL)).isEqualTo(new ReplayCounts(2, 0, 0, 2));
        assertThat(counters().consumed()).isEqualTo(2);
    }

    @Test
    @DisplayName("an edited record is stored in every store, once, and its own bytes are kept beside the edit")
    void storesWhatWasEdited() throws Exception {
        run(0, "bad forever", "bad forever", "bad forever");
        assertThat(edit(1, "good")).isTrue();
        for (int i = 0; i < 10; i++) {
            replay(LetterSelection.ALL);
            assertThat(deadLetters()).containsExactly("0 decode bad forever", "2 decode bad forever");
        }
        assertThat(stored).containsExactlyInAnyOrder("POSTGRES 0/1/0", "MONGO 0/1/0");
        assertThat(counters().rejected()).isEqualTo(2);
        assertThat(counters().sinks().get(MongoStore.TYPE)).isEqualTo(new SinkCounters(1, 0, 1));
        assertThat(edits()).containsExactly("1 bad forever -> good by ada, carried");
        assertThat(edit(1, "better")).isFalse();
        assertThat(edits()).hasSize(1);
    }

    @Test
    @DisplayName("an edit that does not fit either leaves the letter with the bytes that came, and can be corrected")
    void keepsTheOriginal() throws Exception {
        run(0, "bad forever");
        edit(0, "bad forever, too");
        assertThat(replay(LetterSelection.ALL)).isEqualTo(new ReplayCounts(1, 0, 0, 1));
        assertThat(deadLetters()).containsExactly("0 decode bad forever, too");
        edit(0, "good");
        assertThat(replay(LetterSelection.ALL)).isEqualTo(new ReplayCounts(1, 1, 0, 0));
        assertThat(edits()).containsExactly("0 bad forever -> good by ada, carried");
        assertThat(stored).containsExactlyInAnyOrder("POSTGRES 0/0/0", "MONGO 0/0/0");
    }

    @Test
    @DisplayName(
            "of a record that a store has, or some rows of it, which store has it is known before an edit is carried")
    void knowsWhoHasIt() throws Exception {
        run(0, "some of 3", "refused forever", "bad forever", "bad forever");
        assertThat(storedBy(0, MongoStore.TYPE)).contains(MongoStore.TYPE.stage());
        assertThat(storedBy(3, MongoStore.TYPE, PostgresStore.TYPE)).isEmpty();
        assertThat(storedBy(1, MongoStore.TYPE, PostgresStore.TYPE)).contains(PostgresStore.TYPE.stage());
        assertThat(storedBy(1, MongoStore.TYPE)).isEmpty();
        edit(2, "refused forever");
        replay(LetterSelection.ALL);
        assertThat(deadLetters()).containsExactly("1 mongo refused", "2 mongo refused", "3 decode bad forever");
        assertThat(storedBy(2, PostgresStore.TYPE)).contains(PostgresStore.TYPE.stage());
    }

    private Optional<Stage> storedBy(long offset, StoreType... stores) throws SQLException {
        try (Connection c = TestPostgres.connect(postgres)) {
            return LetterEdits.storedBy(
                    c,
                    "p",
                    new Position("t", 0, offset),
                    Stream.of(stores).map(StoreType::stage).toList());
        }
    }

    @Test
    @DisplayName("rows of a partly refused record count once, whatever number of rows later definitions make of it")
    void countsRowsUnderChangedDefinitions() throws Exception {
        for (int later : List.of(1, 2, 3, 5)) {
            long offset = consumed();
            run(offset, "some of 3");
            ScriptedFlow.someOf = later;
            for (int again = 0; again < 2; again++) {
                replay(LetterSelection.ALL);
                assertThat(counters().sinks().get(MongoStore.TYPE).rows())
                        .as("%d rows later", later)
                        .isEqualTo(stored.stream()
                                .filter(row -> row.startsWith("MONGO"))
                                .count());
            }
        }
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    @DisplayName(
            "the same letters again and again, two replays at once, mended and edited: each is stored and counted once")
    void replaysTenTimesTwiceAtOnce() throws Exception {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            values.addAll(List.of("bad", "bad forever", "refused", "explode 3 refused", "fails", "drop", "some of 3"));
        }
        run(0, values.toArray(String[]::new));
        for (int i = 0; i < 150; i++) {
            edit(7 * i + 1, "explode 2");
        }
        ScriptedFlow.someOf = 3;
        ExecutorService both = Executors.newFixedThreadPool(2);
        List<ReplayCounts> committed = new CopyOnWriteArrayList<>();
        try {
            for (int round = 0; round < 10; round++) {
                for (Future<?> done : both.invokeAll(Collections.nCopies(2, () -> {
                    new Replay(UUID.randomUUID(), LetterSelection.ALL, committed::add).run(task());
                    return null;
                }))) {
                    done.get();
                }
            }
        } finally {
            both.shutdown();
        }
        assertThat(committed.stream().mapToLong(ReplayCounts::stored).sum()).isEqualTo(5 * 300 + 150);
        assertThat(deadLetters()).hasSize(150).allMatch(letter -> letter.endsWith("decode bad forever"));
        long rows = 300 * (1 + 1 + 3 + 1 + 3) + 150 * 2;
        assertThat(stored).hasSize((int) (2 * rows)).doesNotHaveDuplicates();
        SinkCounters exact = new SinkCounters(5 * 300 + 150, 0, rows);
        assertThat(counters())
                .isEqualTo(new Counters(2100, 300, 150, Map.of(PostgresStore.TYPE, exact, MongoStore.TYPE, exact)));
    }

    @Test
    @DisplayName(
            "which replay carried a record, to which store, and what became of it, is remembered for the last ones")
    void remembersWhatItCarried() throws Exception {
        run(0, "bad 0", "bad drop", "refused", "bad forever");
        UUID first = UUID.randomUUID();
        new Replay(first, LetterSelection.ALL, counts::add).run(task());
        UUID second = UUID.randomUUID();
        new Replay(second, LetterSelection.ALL, counts::add).run(task());
        try (Connection c = TestPostgres.connect(postgres)) {
            assertThat(replayed(c, 0)).containsExactly(first + " stored null");
            assertThat(replayed(c, 1)).containsExactly(first + " filtered null");
            assertThat(replayed(c, 2)).containsExactly(first + " stored mongo");
            assertThat(replayed(c, 3)).containsExactly(second + " rejected null", first + " rejected null");
            assertThat(replayed(c, 4)).isEmpty();
            ReplayedLetters.forgetAllBut(c, "p", 1);
            assertThat(replayed(c, 3)).containsExactly(second + " rejected null");
            assertThat(replayed(c, 0)).isEmpty();
        }
    }

    private static List<String> replayed(Connection c, long offset) throws SQLException {
        return ReplayedLetters.at(c, "p", new Position("t", 0, offset), 10).stream()
                .map(each -> each.replay() + " " + each.outcome() + " " + each.store())
                .toList();
    }

    @Test
    @DisplayName("an edited record with more or fewer rows than it came with counts those that are stored")
    void countsTheRowsOfAnEdit() throws Exception {
        run(0, "explode 3 refused forever", "explode 2 refused forever", "bad forever");
        edit(0, "one row");
        edit(1, "explode 5");
        edit(2, "drop");
        assertThat(replay(LetterSelection.ALL)).isEqualTo(new ReplayCounts(3, 2, 1, 0));
        assertThat(counters().sinks().get(MongoStore.TYPE)).isEqualTo(new SinkCounters(2, 0, 6));
        assertThat(counters().filtered()).isEqualTo(1);
        assertThat(stored.stream().filter(row -> row.startsWith("MONGO"))).hasSize(6);
    }

    @Test
    @DisplayName("two at once, with an edit, store and count each record once")
    void replaysTwiceAtOnce() throws Exception {
        run(0, many("bad forever"));
        for (int offset = 0; offset < 1201; offset += 100) {
            edit(offset, "good");
        }
        ExecutorService both = Executors.newFixedThreadPool(2);
        List<ReplayCounts> committed = new CopyOnWriteArrayList<>();
        try {
            for (Future<?> done : both.invokeAll(Collections.nCopies(2, () -> {
                new Replay(UUID.randomUUID(), LetterSelection.ALL, committed::add).run(task());
                return null;
            }))) {
                done.get();
            }
        } finally {
            both.shutdown();
        }
        assertThat(committed.stream().mapToLong(ReplayCounts::stored).sum()).isEqualTo(13);
        assertThat(stored).hasSize(26).doesNotHaveDuplicates();
        assertThat(counters().rejected()).isEqualTo(1201 - 13);
        assertThat(counters().sinks().get(PostgresStore.TYPE)).isEqualTo(new SinkCounters(13, 0, 13));
        assertThat(deadLetters()).hasSize(1201 - 13);
    }

    @Test
    @DisplayName("those of a selection are replayed, and no others")
    void replaysASelection() throws Exception {
        run(0, "bad 0", "fails 1", "refused", "bad 3");
        LetterSelection fails = new LetterSelection(null, null, "*ail*", null, null, null, null, null, null);
        assertThat(standings.deadLetters("p", fails)).hasValue(1);
        assertThat(replay(fails)).isEqualTo(new ReplayCounts(1, 1, 0, 0));
        LetterSelection three = new LetterSelection(null, null, null, null, null, null, null, "3", null);
        assertThat(replay(three)).isEqualTo(new ReplayCounts(1, 1, 0, 0));
        assertThat(deadLetters()).containsExactly("0 decode bad 0", "2 mongo refused");
    }

    @Test
    @DisplayName("large letters are taken a few at a time, and all are replayed")
    void takesFewLargeLetters() throws Exception {
        String large = "bad" + "x".repeat(3 << 20);
        run(0, large, large, large, large, large);
        try (Connection c = TestPostgres.connect(postgres)) {
            c.setAutoCommit(false);
            ReplayLetters.Group group =
                    ReplayLetters.groups(c, "p", LetterSelection.ALL).get(0);
            assertThat(ReplayLetters.take(c, "p", group, -1, Long.MAX_VALUE, LetterSelection.ALL, 500))
                    .hasSize(3);
            c.rollback();
        }
        assertThat(replay(LetterSelection.ALL)).isEqualTo(new ReplayCounts(5, 5, 0, 0));
    }

    @Test
    @DisplayName("letters expire by age and number, the oldest first, a few at a time, and are counted")
    void expires() throws Exception {
        run(0, "bad 0", "bad 1", "bad 2", "bad 3", "bad 4", "bad 5");
        edit(0, "never carried");
        try (Connection c = TestPostgres.connect(postgres)) {
            c.createStatement()
                    .execute("UPDATE sluice.dead_letters SET rejected_at = now() - \"offset\" * interval '1 hour'");
            assertThat(LetterExpiry.some(c, "p", Duration.ofMinutes(270), null, 10))
                    .isEqualTo(1);
            assertThat(deadLetters()).hasSize(5).noneMatch(letter -> letter.startsWith("5"));
            assertThat(LetterExpiry.some(c, "p", Duration.ofDays(1), 3L, 1)).isEqualTo(1);
            assertThat(LetterExpiry.some(c, "p", null, 3L, 10)).isEqualTo(1);
            assertThat(LetterExpiry.some(c, "p", null, 3L, 10)).isZero();
            assertThat(deadLetters()).containsExactly("0 decode bad 0", "1 decode bad 1", "2 decode bad 2");
            assertThat(LetterExpiry.some(c, "other", null, 0L, 10)).isZero();
            assertThat(edits()).hasSize(1);
            assertThat(LetterExpiry.some(c, "p", null, 0L, 10)).isEqualTo(3);
            assertThat(Sql.list(c, LetterExpiry.COUNTED, row -> row.getLong(1), "p"))
                    .containsExactly(6L);
        }
        assertThat(edits()).isEmpty();
        assertThat(counters().rejected()).isEqualTo(6);
    }

    @Test
    @DisplayName("a letter of a store that the flow does not have any more stays as it is, and is told")
    void leavesLettersOfOtherStores() throws Exception {
        run(0, "refused", "a", "refused forever");
        Counters before = counters();
        FlowTask both = task();
        FlowTask one = new FlowTask(
                both.pipelineId(),
                both.name(),
                both.generation(),
                both.ledger(),
                both.reader(),
                both.decoder(),
                both.transform(),
                Map.of(PostgresStore.TYPE, both.stores().get(PostgresStore.TYPE)),
                both.redelivery());
        new Replay(UUID.randomUUID(), LetterSelection.ALL, counts::add).run(one);

        assertThat(sum()).isEqualTo(new ReplayCounts(0, 0, 0, 0, 2));
        assertThat(deadLetters()).containsExactly("0 mongo refused", "2 mongo refused");
        assertThat(counters()).isEqualTo(before);
        assertThat(replay(LetterSelection.ALL)).isEqualTo(new ReplayCounts(2, 1, 0, 1));
    }

    private boolean edit(long offset, String value) throws SQLException {
        try (Connection c = TestPostgres.connect(postgres)) {
            return LetterEdits.save(
                    c,
                    "p",
                    new LetterEdits.Edit(new Position("t", 0, offset), value.getBytes(StandardCharsets.UTF_8), "ada"),
                    LetterSelection.ALL);
        }
    }

    private List<String> edits() throws SQLException {
        try (Connection c = TestPostgres.connect(postgres)) {
            return Sql.list(
                    c,
                    "SELECT \"offset\", original, value, edited_by, carried_at FROM sluice.edits ORDER BY id",
                    row -> row.getLong(1) + " " + new String(row.getBytes(2), StandardCharsets.UTF_8) + " -> "
                            + new String(row.getBytes(3), StandardCharsets.UTF_8) + " by " + row.getString(4)
                            + (row.getTimestamp(5) == null ? "" : ", carried"));
        }
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
        return replay(LetterSelection.of(only));
    }

    private ReplayCounts replay(LetterSelection selection) throws Exception {
        counts.clear();
        new Replay(UUID.randomUUID(), selection, counts::add).run(task());
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
