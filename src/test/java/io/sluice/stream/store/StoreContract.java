package io.sluice.stream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.Trial.Line;
import io.sluice.stream.store.Trial.Stored;
import io.sluice.testing.RememberedNotes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every store keeps, whatever it is made of: a subclass proves one, and says how to make it, how to read its rows
 * back, and how to provoke a refusal and an outage.
 */
public abstract class StoreContract extends UpsertContract {

    private static final String ROWS = "id BIGINT, text STRING";
    private static final int MANY = 5_000;

    @Test
    void storesEachRowWithItsPosition() throws Exception {
        Trial trial = append(ROWS);
        Line other = new Line("u", 2, 7, 0, 3L, "c");
        trial.write(new Line(0, 0, 1L, "a"), new Line(1, 0, null, null), other);
        assertThat(trial.rows())
                .containsExactlyInAnyOrder(
                        new Stored("t/0/0/0", 1L, "a"),
                        new Stored("t/0/1/0", null, null),
                        new Stored("u/2/7/0", 3L, "c"));
        assertThat(trial.refused).isEmpty();
    }

    @Test
    void sameBatchAgainChangesNothing() throws Exception {
        Trial trial = append(ROWS);
        trial.write(lines(0, MANY));
        List<Stored> before = trial.rows();
        trial.write(lines(0, MANY));
        assertThat(before).hasSize(MANY);
        assertThat(trial.rows()).isEqualTo(before);
        assertThat(trial.refused).isEmpty();
    }

    @Test
    void overlappingBatchesAddWhatIsMissing() throws Exception {
        Trial trial = append(ROWS);
        trial.write(lines(30, 60));
        trial.write(lines(0, 40));
        trial.write(lines(20, MANY));
        assertThat(trial.rows()).hasSize(MANY).doesNotHaveDuplicates();
        assertThat(trial.refused).isEmpty();
    }

    @Test
    void rowsOfOneRecordAreKeptApartByTheirOrdinals() throws Exception {
        Trial trial = append(ROWS);
        Line[] lines = {new Line(5, 0, 1L, "a"), new Line(5, 1, 2L, "b"), new Line(5, 2, 3L, "c")};
        trial.write(lines[0], lines[1]);
        trial.write(lines);
        assertThat(trial.rows())
                .containsExactlyInAnyOrder(
                        new Stored("t/0/5/0", 1L, "a"), new Stored("t/0/5/1", 2L, "b"), new Stored("t/0/5/2", 3L, "c"));
        assertThat(trial.refused).isEmpty();
    }

    @Test
    void oneRefusedRowAmongThousandsIsNamedAndItsNeighboursLand() throws Exception {
        Trial trial = append(ROWS);
        refuse(trial.sink, "never");
        List<Line> lines = new ArrayList<>(lines(0, MANY));
        lines.set(3_210, new Line(3_210, 1, 3_210L, "never"));
        trial.write(lines);
        assertThat(trial.refused).singleElement().asString().startsWith("t/0/3210/1: ");
        assertThat(trial.rows()).hasSize(MANY - 1).noneMatch(row -> row.values().contains("never"));

        trial.write(lines);
        assertThat(trial.refused).singleElement().asString().startsWith("t/0/3210/1: ");
        assertThat(trial.rows()).hasSize(MANY - 1);
    }

    @Test
    void nothingIsUnderWayOnceAWriterIsClosedWithoutFlush() throws Exception {
        Trial trial = append(ROWS);
        try (Trial.Task task = trial.begin()) {
            for (Line line : lines(0, MANY)) {
                task.write(line);
            }
        }
        List<Stored> left = trial.rows();
        trial.write(lines(MANY, MANY + 1));
        assertThat(trial.rows()).hasSize(left.size() + 1);
        trial.write(lines(0, MANY));
        assertThat(trial.rows()).hasSize(MANY + 1).doesNotHaveDuplicates();
        assertThat(trial.refused).isEmpty();
    }

    @Test
    void batchThatAnOutageBrokeOffIsStoredOnceAfterIt() throws Exception {
        Trial trial = append(ROWS);
        trial.write(lines(0, 10));
        Throwable failure;
        try (Trial.Task task = trial.begin()) {
            for (Line line : lines(0, 100)) {
                task.write(line);
            }
            cut();
            failure = catchThrowable(task::commit);
        }
        Throwable unasked = catchThrowable(() -> store().find(trial.sink));
        mend();
        assertThat(failure).isNotNull();
        assertThat(unasked).isNotNull();
        for (Throwable each : List.of(failure, unasked)) {
            assertThat(causes(each)).anyMatch(store()::isOutage).noneMatch(store()::isRefusal);
        }
        assertThat(trial.refused).isEmpty();
        trial.write(lines(0, 100));
        assertThat(trial.rows()).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void targetIsMadeOnceAndNotedAsThePipelinesOwn() throws Exception {
        Trial trial = unprepared(ROWS);
        assertThat(store().find(trial.sink)).isEmpty();
        assertThat(store().check(trial.sink, trial.columns, trial.notes)).isEqualTo(Store.Fit.MADE);
        assertThat(store().find(trial.sink)).isEmpty();
        assertThat(trial.prepare()).isEqualTo(Store.Fit.MADE);
        trial.write(lines(0, 3));
        assertThat(trial.prepare()).isEqualTo(Store.Fit.MADE);
        assertThat(store().check(trial.sink, trial.columns, trial.notes)).isEqualTo(Store.Fit.MADE);
        Store.Found found = store().find(trial.sink).orElseThrow();
        assertThat(found.oddity()).isEmpty();
        assertThat(trial.notes.read()).hasValueSatisfying(note -> {
            assertThat(note.made()).isTrue();
            assertThat(note.isOf(found.identity())).isTrue();
        });
        assertThat(store().count(trial.sink, null)).isEqualTo(OptionalLong.of(3));
        assertThat(store().mayHold(trial.sink, List.of("t"))).isTrue();
        assertThat(store().mayHold(trial.sink, List.of("u"))).isFalse();
    }

    @Test
    void targetIsWidenedByAColumnAndKeepsItsRows() throws Exception {
        Trial trial = append(ROWS);
        trial.write(new Line(0, 0, 1L, "a"));
        Trial wider = trial.with(ROWS + ", more BIGINT");
        wider.prepare();
        wider.write(new Line(1, 0, 2L, "b", 3L));
        assertThat(wider.rows())
                .containsExactlyInAnyOrder(new Stored("t/0/0/0", 1L, "a", null), new Stored("t/0/1/0", 2L, "b", 3L));
    }

    @Test
    void madeTargetCanBeDroppedAndMadeAgain() throws Exception {
        Trial trial = append(ROWS);
        trial.write(lines(0, 3));
        store().drop(trial.sink, trial.notes);
        assertThat(store().find(trial.sink)).isEmpty();
        assertThat(trial.notes.read()).isEmpty();
        store().drop(trial.sink, trial.notes);
        trial.prepare();
        assertThat(trial.rows()).isEmpty();
    }

    @Test
    void madeTargetCanBeSetAsideWithItsRows() throws Exception {
        Trial trial = append(ROWS);
        trial.write(lines(0, 3));
        List<Stored> rows = trial.rows();
        String name = trial.sink.target() + "_aside";
        store().setAside(trial.sink, name, trial.notes);
        assertThat(store().find(trial.sink)).isEmpty();
        assertThat(trial.notes.read()).isEmpty();
        SinkSpec aside = SinkSpec.append(store().type(), name);
        assertThat(rows(aside, trial.columns)).hasSameElementsAs(rows);
    }

    @Test
    void targetOfSomebodyElseStaysAndLosesOnlyTheRowsOfItsPipeline() throws Exception {
        Trial first = append(ROWS);
        first.write(new Line("u", 0, 0, 0, 1L, "theirs"));
        Trial second = first.by(new RememberedNotes("t"));
        assertThat(second.prepare().made()).isFalse();
        Instant since = second.notes.read().orElseThrow().since();
        second.write(lines(0, 3));
        first.write(new Line("u", 0, 1, 0, 2L, "theirs, too"));
        second.prepare();
        assertThat(second.notes.read().orElseThrow().since()).isEqualTo(since);

        store().drop(second.sink, second.notes);
        store().setAside(second.sink, second.sink.target() + "_aside", second.notes);
        assertThat(second.rows()).hasSize(5);
        if (store().tellsApart(second.sink, second.notes, second.notes.read().orElseThrow())) {
            OwnRows own = new OwnRows(List.of("t"), since);
            assertThat(store().count(second.sink, own)).isEqualTo(OptionalLong.of(3));
            store().remove(second.sink, own, second.notes);
            assertThat(second.rows())
                    .containsExactlyInAnyOrder(
                            new Stored("u/0/0/0", 1L, "theirs"), new Stored("u/0/1/0", 2L, "theirs, too"));
        }
    }

    @Test
    void rowsThatWereThereBeforeThePipelineStayWhateverTheirTopic() throws Exception {
        Trial first = append(ROWS);
        first.write(new Line(100, 0, 1L, "theirs"));
        Trial second = first.by(new RememberedNotes("t"));
        second.prepare();
        second.write(lines(0, 3));
        TargetNote note = second.notes.read().orElseThrow();
        if (store().tellsApart(second.sink, second.notes, note)) {
            OwnRows own = new OwnRows(List.of("t"), note.since());
            assertThat(store().count(second.sink, own)).isEqualTo(OptionalLong.of(3));
            store().remove(second.sink, own, second.notes);
            assertThat(second.rows()).containsExactly(new Stored("t/0/100/0", 1L, "theirs"));
        }
    }

    @Test
    void targetThatWasMadeAnewUnderItsNameIsNotThePipelinesOwn() throws Exception {
        Trial old = append(ROWS);
        TargetNote note = old.notes.read().orElseThrow();
        // Where a target is known by its name alone, it cannot be told.
        assumeFalse(note.isOf(""));
        store().setAside(old.sink, old.sink.target() + "_aside", old.notes);
        Trial next = old.by(new RememberedNotes("t"));
        next.prepare();
        next.write(lines(0, 3));
        old.notes.write(note);

        assertThat(store().check(old.sink, old.columns, old.notes).made()).isFalse();
        store().drop(old.sink, old.notes);
        store().setAside(old.sink, old.sink.target() + "_again", old.notes);
        assertThat(next.rows()).hasSize(3);
    }

    @Test
    void nothingIsMadeOrTakenWithoutTheLease() throws Exception {
        Trial made = append(ROWS);
        made.write(lines(0, 3));
        Trial found = made.by(new RememberedNotes("u"));
        found.prepare();
        Trial never = unprepared(ROWS);
        List.of(made, found, never).forEach(trial -> trial.notes.loseLease());

        assertThat(catchThrowable(never::prepare)).isNotNull();
        assertThat(catchThrowable(() -> store().drop(made.sink, made.notes))).isNotNull();
        String aside = made.sink.target() + "_aside";
        assertThat(catchThrowable(() -> store().setAside(made.sink, aside, made.notes)))
                .isNotNull();
        OwnRows all = new OwnRows(List.of("t"), Instant.EPOCH);
        if (store().tellsApart(found.sink, found.notes, found.notes.read().orElseThrow())) {
            assertThat(catchThrowable(() -> store().remove(found.sink, all, found.notes)))
                    .isNotNull();
        }
        assertThat(store().find(never.sink)).isEmpty();
        assertThat(made.rows()).hasSize(3);
    }

    @Test
    void definitionsNameTargetsByNamesThatNeedNoEscaping() {
        Store.Naming naming = store().naming();
        assertThat(naming.property()).matches("[a-z]{1,30}").isNotIn("type", "mode", "key", "version");
        assertThat(naming.allows("my_quotes")).isTrue();
        assertThat(Stream.of("", "a;b", "../a", "a b", "a\"b", "a'b", "$a", "a".repeat(300))
                        .filter(naming::allows))
                .isEmpty();
    }

    private Trial unprepared(String ddl) {
        return trial(ddl, WriteMode.APPEND, List.of(), null);
    }

    private Trial append(String ddl) throws Exception {
        Trial trial = unprepared(ddl);
        trial.prepare();
        return trial;
    }

    private static List<Line> lines(int from, int to) {
        return LongStream.range(from, to)
                .mapToObj(n -> new Line(n, 0, n, "row " + n))
                .toList();
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable each = failure; each != null && causes.size() < 20; each = each.getCause()) {
            causes.add(each);
        }
        return causes;
    }
}
