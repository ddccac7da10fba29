package io.sluice.engine;

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
}
