package io.sluice.engine.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.ReconciliationReport.CheckedRange;
import io.sluice.engine.ReconciliationReport.GoneOffsets;
import io.sluice.stream.audit.AuditRange;
import io.sluice.stream.kafka.TopicState;
import io.sluice.stream.ledger.AuditedPartition;
import io.sluice.stream.letters.ForgottenLetters.Forgotten;
import io.sluice.stream.store.StoreAudit.Span;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static AuditedPartition ledger(int partition, long from, long next, Long counted) {
        return new AuditedPartition("t", partition, from, next, counted, 0, 0, 0, 0, Map.of());
    }

    private static Map<String, TopicState> kafka(long... ends) {
        return Map.of("t", new TopicState("id", Map.of(0, new TopicState.Range(ends[0], ends[1], ends[1]))));
    }

    private static Plan plan(AuditedPartition partition, Map<String, TopicState> kafka) {
        return Plan.of(List.of(partition), kafka, Set.of(), List.of());
    }

    @Test
    void partsCoverTheRangeWithoutAGapAndNoneIsLarge() {
        Plan plan = plan(ledger(0, 10, 120_010, 10L), kafka(0, 500_000));
        assertThat(plan.range()).containsExactly(new CheckedRange("t", 0, 10, 120_010));
        assertThat(plan.parts())
                .extracting(AuditRange::span)
                .containsExactly(
                        new Span("t", 0, 10, 50_010),
                        new Span("t", 0, 50_010, 100_010),
                        new Span("t", 0, 100_010, 120_010));
        assertThat(plan.offsets()).isEqualTo(120_000);
        assertThat(plan.gone()).isEmpty();
    }

    @Test
    void whatRetentionHasTakenAndWhatTheTopicLacksAtItsEndIsGone() {
        Plan plan = plan(ledger(0, 10, 100, 10L), kafka(30, 80));
        assertThat(plan.range()).containsExactly(new CheckedRange("t", 0, 30, 80));
        assertThat(plan.parts()).extracting(AuditRange::span).containsExactly(new Span("t", 0, 30, 80));
        assertThat(plan.gone())
                .containsExactly(new GoneOffsets("t", 0, 10, 30, "retention"), new GoneOffsets("t", 0, 80, 100, "end"));
    }

    @Test
    void nothingIsLookedAtBehindThePositionOrBeforeTheBeginning() {
        Plan plan = plan(ledger(0, 40, 50, 40L), kafka(0, 80));
        assertThat(plan.range()).containsExactly(new CheckedRange("t", 0, 40, 50));
        assertThat(plan(ledger(0, 40, 40, 40L), kafka(0, 80)).parts()).isEmpty();
    }

    @Test
    void retentionThatRanPastThePositionLeavesNothingToCompare() {
        Plan plan = plan(ledger(0, 10, 50, 10L), kafka(70, 80));
        assertThat(plan.parts()).isEmpty();
        assertThat(plan.gone()).containsExactly(new GoneOffsets("t", 0, 10, 50, "retention"));
    }

    @Test
    void partitionThatKafkaDoesNotHaveIsLeftOut() {
        Plan plan = Plan.of(List.of(ledger(0, 0, 10, 0L), ledger(1, 0, 10, 0L)), kafka(0, 10), Set.of(), List.of());
        assertThat(plan.range()).containsExactly(new CheckedRange("t", 0, 0, 10));
    }

    @Test
    void nothingCountsWhereItIsNotKnownFromWhereOn() {
        assertThat(plan(ledger(0, 0, 10, 4L), kafka(0, 10)).parts())
                .extracting(AuditRange::counted)
                .containsExactly(4L);
        assertThat(plan(ledger(0, 0, 10, null), kafka(0, 10)).parts())
                .extracting(AuditRange::counted)
                .containsExactly(Long.MAX_VALUE);
    }

    @Test
    void partsKnowTheirCompactionAndTheLettersDeletedThere() {
        List<Forgotten> forgotten = List.of(
                new Forgotten("t", 0, "decode", 49_999, 49_999, 1),
                new Forgotten("t", 0, "mongo", 50_000, 70_000, 2),
                new Forgotten("t", 1, "decode", 0, 90_000, 3),
                new Forgotten("u", 0, "decode", 0, 90_000, 4));
        Plan plan = Plan.of(List.of(ledger(0, 0, 60_000, 0L)), kafka(0, 60_000), Set.of("t"), forgotten);
        assertThat(plan.parts()).extracting(AuditRange::compacted).containsExactly(true, true);
        assertThat(plan.parts())
                .extracting(AuditRange::forgotten)
                .containsExactly(
                        List.of(new AuditRange.Forgotten("decode", 49_999, 49_999)),
                        List.of(new AuditRange.Forgotten("mongo", 50_000, 70_000)));
        assertThat(Plan.of(List.of(ledger(0, 0, 10, 0L)), kafka(0, 10), Set.of("u"), List.of())
                        .parts())
                .extracting(AuditRange::compacted)
                .containsExactly(false);
    }
}
