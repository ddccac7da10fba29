package io.sluice.topic;

import io.sluice.topic.Newest.Records;
import io.sluice.web.Limits;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The newest records so far: as many as were asked for, and as an answer may hold; at least one. Not thread-safe.
 */
final class NewestKept {

    private static final Comparator<ConsumerRecord<byte[], byte[]>> BY_AGE =
            Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
                    .thenComparingInt(ConsumerRecord::partition)
                    .thenComparingLong(ConsumerRecord::offset);

    private final PriorityQueue<ConsumerRecord<byte[], byte[]>> newest = new PriorityQueue<>(BY_AGE);
    private final int limit;
    private long bytes;
    private boolean cut;

    NewestKept(int limit) {
        this.limit = limit;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
        newest.add(record);
        bytes += size(record);
        while (newest.size() > limit || bytes > Limits.PAGE_BYTES && newest.size() > 1) {
            cut |= newest.size() <= limit;
            bytes -= size(newest.remove());
        }
    }

    /** Whether records of this timestamp would be among the newest, if there are any. */
    boolean wants(long timestamp) {
        ConsumerRecord<byte[], byte[]> oldest = newest.peek();
        return oldest == null || !cut && newest.size() < limit || timestamp > oldest.timestamp();
    }

    Records records() {
        return new Records(newest.stream().sorted(BY_AGE.reversed()).toList(), cut && newest.size() < limit);
    }

    /** How many bytes a record has, in its key, value and headers. */
    static long size(ConsumerRecord<byte[], byte[]> record) {
        long headers = 0;
        for (Header header : record.headers()) {
            headers += header.value() == null ? 0 : header.value().length;
        }
        return headers + Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
}
