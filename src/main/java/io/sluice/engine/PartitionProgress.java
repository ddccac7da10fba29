package io.sluice.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Where a flow stands in a partition.
 *
 * @param processedOffset the next offset to read
 * @param endOffset the offset after the newest record
 */
public record PartitionProgress(String topic, int partition, long processedOffset, long endOffset) {

    private static final Comparator<PartitionProgress> ORDER =
            Comparator.comparing(PartitionProgress::topic).thenComparingInt(PartitionProgress::partition);

    /** Offsets still to be read; an upper bound for records, because offsets have gaps. */
    public long lag() {
        return Math.max(0, endOffset - processedOffset);
    }

    /** By topic and partition; where the end is not known, what is processed stands for it. */
    public static List<PartitionProgress> of(
            Map<String, Map<Integer, Long>> processed, Map<String, Map<Integer, Long>> ends) {
        List<PartitionProgress> all = new ArrayList<>();
        processed.forEach((topic, partitions) -> partitions.forEach((partition, offset) ->
                all.add(new PartitionProgress(topic, partition, offset, end(ends, topic, partition, offset)))));
        all.sort(ORDER);
        return List.copyOf(all);
    }

    private static long end(Map<String, Map<Integer, Long>> ends, String topic, int partition, long otherwise) {
        return Math.max(otherwise, ends.getOrDefault(topic, Map.of()).getOrDefault(partition, otherwise));
    }
}
