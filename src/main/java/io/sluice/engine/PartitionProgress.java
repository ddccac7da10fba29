package io.sluice.engine;

import io.sluice.stream.flow.Offsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a flow stands in a partition.
 *
 * @param processedOffset the next offset to read
 * @param endOffset the offset after the newest record
 */
public record PartitionProgress(String topic, int partition, long processedOffset, long endOffset) {

    /** Offsets still to be read; an upper bound for records, because offsets have gaps. */
    public long lag() {
        return Math.max(0, endOffset - processedOffset);
    }

    /** Joins both, in the order of topics and partitions; where an end is not known, what is processed stands for it. */
    public static List<PartitionProgress> of(Offsets processed, Offsets ends) {
        List<PartitionProgress> all = new ArrayList<>();
        processed.forEach((topic, partition, offset) -> all.add(
                new PartitionProgress(topic, partition, offset, Math.max(offset, ends.get(topic, partition, offset)))));
        return List.copyOf(all);
    }
}
