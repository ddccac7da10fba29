package io.sluice.engine.reconcile;

import io.sluice.engine.ReconciliationReport.CheckedRange;
import io.sluice.engine.ReconciliationReport.GoneOffsets;
import io.sluice.stream.audit.AuditRange;
import io.sluice.stream.kafka.TopicState;
import io.sluice.stream.ledger.AuditedPartition;
import io.sluice.stream.letters.ForgottenLetters.Forgotten;
import io.sluice.stream.store.StoreAudit.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a reconciliation looks at, in tasks that are short enough to let the micro-batches of flows pass between them.
 *
 * @param parts what each task looks at
 * @param range the offsets of each partition
 * @param gone those that Kafka does not have any more
 */
record Plan(List<AuditRange> parts, List<CheckedRange> range, List<GoneOffsets> gone) {

    /** How many offsets a task takes, which needs some seconds for them. */
    private static final long OFFSETS = 50_000;

    /**
     * @param partitions as the ledger has them
     * @param states what Kafka has of the topics
     * @param compacted the topics that lose records by compaction
     * @param forgotten the letters that were deleted by orders
     */
    static Plan of(
            List<AuditedPartition> partitions,
            Map<String, TopicState> states,
            Set<String> compacted,
            List<Forgotten> forgotten) {
        List<AuditRange> parts = new ArrayList<>();
        List<CheckedRange> ranges = new ArrayList<>();
        List<GoneOffsets> gone = new ArrayList<>();
        for (AuditedPartition partition : partitions) {
            TopicState topic = states.get(partition.topic());
            TopicState.Range kafka = topic == null ? null : topic.partitions().get(partition.partition());
            if (kafka == null || partition.next() <= partition.from()) {
                continue;
            }
            long from = Math.min(Math.max(partition.from(), kafka.begin()), partition.next());
            long until = Math.max(from, Math.min(partition.next(), kafka.end()));
            addGone(gone, partition, partition.from(), from, "retention");
            addGone(gone, partition, until, partition.next(), "end");
            ranges.add(new CheckedRange(partition.topic(), partition.partition(), from, until));
            for (long at = from; at < until; at += OFFSETS) {
                Span span = new Span(partition.topic(), partition.partition(), at, Math.min(until, at + OFFSETS));
                parts.add(new AuditRange(
                        span,
                        partition.counted() == null ? Long.MAX_VALUE : partition.counted(),
                        compacted.contains(partition.topic()),
                        within(forgotten, span)));
            }
        }
        return new Plan(List.copyOf(parts), List.copyOf(ranges), List.copyOf(gone));
    }

    private static void addGone(List<GoneOffsets> gone, AuditedPartition partition, long from, long until, String why) {
        if (from < until) {
            gone.add(new GoneOffsets(partition.topic(), partition.partition(), from, until, why));
        }
    }

    private static List<AuditRange.Forgotten> within(List<Forgotten> forgotten, Span span) {
        return forgotten.stream()
                .filter(each -> each.topic().equals(span.topic())
                        && each.partition() == span.partition()
                        && each.lowest() < span.until()
                        && each.highest() >= span.from())
                .map(each -> new AuditRange.Forgotten(each.stage(), each.lowest(), each.highest()))
                .toList();
    }

    long offsets() {
        return range.stream().mapToLong(each -> each.until() - each.from()).sum();
    }
}
