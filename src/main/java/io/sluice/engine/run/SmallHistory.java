package io.sluice.engine.run;

import io.sluice.engine.BatchProgress;
import io.sluice.engine.PartitionProgress;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Offsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The micro-batches of a run that were carried past Spark, and the numbers of all of them: Spark counts its own alone.
 * Thread-safe.
 */
final class SmallHistory {

    /** Spark keeps as many of its own. */
    private static final int MOST = 100;

    private final Deque<BatchProgress> recent = new ArrayDeque<>();
    /** How many small micro-batches there were before one of Spark's, by the number of the latter. */
    private final NavigableMap<Long, Long> before = new TreeMap<>();

    private long count;
    private Instant until = Instant.EPOCH;
    private List<PartitionProgress> partitions = List.of();

    /** @param spark the number that Spark has for its micro-batch, or will have for its next */
    synchronized long id(long spark) {
        Map.Entry<Long, Long> smaller = before.floorEntry(spark);
        return spark + (smaller == null ? 0 : smaller.getValue());
    }

    /** @param next the number that Spark's next micro-batch will have */
    synchronized void add(
            long next,
            Instant begun,
            Duration took,
            Counters counters,
            Offsets ends,
            Map<TopicPartition, Long> newest) {
        Offsets.Builder known = new Offsets.Builder();
        newest.forEach((partition, end) -> known.put(partition.topic(), partition.partition(), end));
        partitions = PartitionProgress.of(ends, known.build());
        until = begun.plus(took);
        if (counters.consumed() > 0) {
            recent.add(progress(id(next), begun, took, counters));
            if (recent.size() > MOST) {
                recent.remove();
            }
        }
        before.put(next, ++count);
        if (before.size() > 2 * MOST) {
            before.pollFirstEntry();
        }
    }

    private BatchProgress progress(long id, Instant begun, Duration took, Counters counters) {
        double perSecond = counters.consumed() * 1000.0 / Math.max(1, took.toMillis());
        long lag = partitions.stream().mapToLong(PartitionProgress::lag).sum();
        Map<String, Long> phases = Map.of("addBatch", took.toMillis(), "triggerExecution", took.toMillis());
        return new BatchProgress(id, begun, counters.consumed(), perSecond, perSecond, phases, lag, counters);
    }

    synchronized List<BatchProgress> recent() {
        return List.copyOf(recent);
    }

    /** The last one that had records; null if none had. */
    synchronized @Nullable BatchProgress newest() {
        return recent.peekLast();
    }

    /** Where the run stands in each partition, by the last small micro-batch; empty if there was none since. */
    synchronized List<PartitionProgress> partitionsAfter(Instant since) {
        return until.isAfter(since) ? partitions : List.of();
    }
}
