package io.sluice.engine.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.ReconciliationReport.CheckedRange;
import io.sluice.engine.ReconciliationReport.CounterFinding;
import io.sluice.engine.ReconciliationReport.GoneOffsets;
import io.sluice.engine.ReconciliationReport.StoreFindings;
import io.sluice.stream.audit.Finding.Kind;
import io.sluice.stream.audit.RangeReports;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.ledger.AuditedPartition;
import io.sluice.stream.letters.ForgottenLetters.Forgotten;
import io.sluice.stream.store.StoreAudit.Span;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of the tasks' reports, and what the counters are held against. */
class TallyTest {

    private static final StoreType ONE = new StoreType("one");
    private static final StoreType TWO = new StoreType("two");
    private static final Counters IMPLIED =
            new Counters(10, 2, 1, Map.of(ONE, new SinkCounters(6, 1, 8), TWO, new SinkCounters(7, 0, 9)));

    private final Tally tally = new Tally(
            new Plan(List.of(), List.of(new CheckedRange("t", 0, 0, 100)), List.of()),
            List.of(SinkSpec.append(ONE, "one"), SinkSpec.append(TWO, "two")),
            Set.of(ONE),
            Set.of());

    private static Span span(long from, long until) {
        return new Span("t", 0, from, until);
    }

    private static RangeReports report(long from, long until) {
        return RangeReports.of(span(from, until), ONE);
    }

    private StoreFindings one() {
        return tally.report().stores().get(0);
    }

    @Test
    void findingsOfAllTasksAreAddedUpAndAStoreThatCannotBeComparedIsSaid() {
        tally.add(report(0, 50).found(ONE, Kind.MISSING, 0, 3, 4).report());
        tally.add(report(50, 100)
                .found(ONE, Kind.DIFFERENT, 1, 60)
                .foundLetters(Kind.MISSING, 70)
                .report());
        assertThat(one().missing()).isEqualTo(2);
        assertThat(one().different()).isEqualTo(1);
        assertThat(one().repaired()).isEqualTo(1);
        assertThat(one().examples()).hasSize(3);
        assertThat(one().compared()).isTrue();
        assertThat(tally.report().stores().get(1).compared()).isFalse();
        assertThat(tally.report().deadLetters().missing()).isEqualTo(1);
        assertThat(tally.report().checked()).isEqualTo(100);
        assertThat(tally.report().of()).isEqualTo(100);
    }

    @Test
    void lettersDeletedByOrdersAreMissedOnlyIfMoreAreMissingThanThat() {
        tally.add(report(0, 100)
                .foundLetters(Kind.FORGOTTEN, 1, 2)
                .found(ONE, Kind.FORGOTTEN, 0, 5, 6)
                .report());
        tally.add(RangeReports.of(new Span("t", 1, 0, 100), ONE)
                .found(ONE, Kind.FORGOTTEN, 0, 7, 8)
                .report());
        tally.settle(List.of(
                new Forgotten("t", 0, "decode", 1, 2, 2),
                new Forgotten("t", 0, "one", 5, 6, 2),
                new Forgotten("t", 1, "one", 7, 8, 1),
                new Forgotten("t", 1, "decode", 7, 8, 9)));
        assertThat(tally.report().deadLetters().missing()).isZero();
        assertThat(one().examples()).hasSize(2).allMatch(each -> each.position().partition() == 1);
        assertThat(one().missing()).isEqualTo(2);
    }

    @Test
    void oneLetterMoreThanWereDeletedMakesAllOfThemMissing() {
        tally.add(report(0, 100).foundLetters(Kind.FORGOTTEN, 1, 2, 3).report());
        tally.settle(List.of(new Forgotten("t", 0, "decode", 1, 3, 2)));
        assertThat(tally.report().deadLetters().missing()).isEqualTo(3);
    }

    @Test
    void gapsAreToldAsWhatTheyAreAndNeighboursAsOne() {
        tally.add(report(0, 50).beginning(10).gaps(span(40, 50)).report());
        tally.add(report(50, 100).gaps(span(50, 51), span(70, 72)).report());
        tally.add(RangeReports.of(new Span("t", 1, 0, 9), ONE)
                .compacted()
                .gaps(new Span("t", 1, 3, 4))
                .report());
        assertThat(tally.report().gone())
                .containsExactly(
                        new GoneOffsets("t", 0, 0, 10, "retention"),
                        new GoneOffsets("t", 0, 40, 51, "transactions"),
                        new GoneOffsets("t", 0, 70, 72, "transactions"),
                        new GoneOffsets("t", 1, 3, 4, "compaction"));
    }

    @Test
    void gapsAndNotesAreBounded() {
        IntStream.range(0, 500)
                .forEach(n -> tally.add(report(10 * n, 10 * n + 10)
                        .gaps(span(10 * n, 10 * n + 1))
                        .report()));
        tally.note("note 0");
        tally.note("note 0");
        assertThat(tally.report().notes()).containsExactly("note 0");
        IntStream.range(0, 500).forEach(n -> tally.note("note " + n));
        assertThat(tally.report().gone()).hasSize(200);
        assertThat(tally.report().notes()).hasSize(50);
    }

    @Test
    void storeIsWholeOnceEverythingThatWasFoundIsRepaired() {
        assertThat(tally.isWhole(ONE)).isTrue();
        assertThat(tally.isWhole(TWO)).isFalse();
        tally.add(report(0, 50).found(ONE, Kind.MISSING, 2, 3, 4).report());
        assertThat(tally.isWhole(ONE)).isTrue();
        tally.add(report(50, 100).found(ONE, Kind.DIFFERENT, 0, 60).report());
        assertThat(tally.isWhole(ONE)).isFalse();
    }

    @Test
    void repairByKeyAsksForAnotherReconciliation() {
        Tally byKey = new Tally(
                new Plan(List.of(), List.of(), List.of()),
                List.of(new SinkSpec(ONE, "one", WriteMode.UPSERT, List.of("k"), null), SinkSpec.append(TWO, "two")),
                Set.of(ONE, TWO),
                Set.of());
        byKey.add(RangeReports.of(span(0, 9), ONE, TWO)
                .found(ONE, Kind.MISSING, 0, 1)
                .found(TWO, Kind.MISSING, 1, 1)
                .report());
        byKey.noteUncovered();
        assertThat(byKey.report().notes()).isEmpty();
        byKey.add(RangeReports.of(span(9, 20), ONE)
                .found(ONE, Kind.DIFFERENT, 1, 12)
                .report());
        byKey.noteUncovered();
        assertThat(byKey.report().notes()).singleElement().asString().contains("of one", "reconcile again");
    }

    private List<CounterFinding> countersFound(
            Long counted,
            long letters,
            long lettersNow,
            long consumed,
            long filtered,
            long rejected,
            SinkCounters one) {
        AuditedPartition ledger = new AuditedPartition(
                "t",
                0,
                0,
                100,
                counted,
                consumed,
                filtered,
                rejected,
                letters,
                Map.of(ONE, one, TWO, new SinkCounters(7, 0, 9)));
        new CounterCheck(tally).check(ledger, lettersNow);
        return tally.report().counters();
    }

    private List<CounterFinding> countersFound(Long counted, long lettersNow) {
        return countersFound(counted, 3, lettersNow, 11, 5, 6, new SinkCounters(0, 0, 0));
    }

    @Test
    void countersThatSayWhatIsImpliedAreInOrder() {
        tally.add(report(0, 100).counting(IMPLIED).report());
        assertThat(countersFound(0L, 3, 3, 10, 2, 1, new SinkCounters(6, 1, 8))).isEmpty();
        assertThat(tally.report().notes()).isEmpty();
    }

    @Test
    void eachCounterThatSaysSomethingElseIsFound() {
        tally.add(report(0, 50).counting(IMPLIED).report());
        assertThat(countersFound(0L, 3))
                .containsExactlyInAnyOrder(
                        new CounterFinding("t", 0, "consumed", 11, 10),
                        new CounterFinding("t", 0, "filtered", 5, 2),
                        new CounterFinding("t", 0, "rejected", 6, 1),
                        new CounterFinding("t", 0, "one.stored", 0, 6),
                        new CounterFinding("t", 0, "one.rejected", 0, 1),
                        new CounterFinding("t", 0, "one.rows", 0, 8));
    }

    @Test
    void whereLettersHaveChangedMeanwhileOnlyWhatWasConsumedIsCompared() {
        tally.add(report(0, 50).counting(IMPLIED).report());
        assertThat(countersFound(0L, 2)).containsExactly(new CounterFinding("t", 0, "consumed", 11, 10));
        assertThat(tally.report().notes()).hasSize(1).first().asString().contains("only 'consumed'");
    }

    @Test
    void countersAreNotComparedAcrossAPartThatWasPassedOver() {
        tally.add(report(0, 50).counting(IMPLIED).report());
        assertThat(countersFound(null, 3)).isEmpty();
        assertThat(tally.report().notes()).hasSize(1).first().asString().contains("t/0", "pass over");
    }

    @Test
    void countersAreNotComparedWhereRecordsAreGoneButForMarkersOfTransactions() {
        tally.add(report(0, 50).counting(IMPLIED).gaps(span(3, 4)).report());
        assertThat(countersFound(0L, 3)).hasSize(6);
        tally.add(report(50, 60).compacted().gaps(span(51, 52)).report());
        assertThat(countersFound(0L, 3)).hasSize(6);
        assertThat(tally.report().notes()).hasSize(1).first().asString().contains("not in Kafka any more");
    }
}
