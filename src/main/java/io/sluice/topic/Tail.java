package io.sluice.topic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The last records of one partition, which are read from its end backwards, piece by piece. Not thread-safe. */
final class Tail {

    private final TopicPartition partition;
    /** The offset before which nothing is of interest. */
    private final long floor;
    /** The first offset of the piece that is read now; what lies behind the piece was read before. */
    private long from;

    private long to;
    private int step;
    /** Returns a time that no record which is not read yet is newer than. */
    private long latest;

    /**
     * @param floor the first offset of interest
     * @param end the offset after the last one
     * @param latest a timestamp, in milliseconds, that none of its records exceeds
     */
    Tail(TopicPartition partition, long floor, long end, long latest) {
        this.partition = partition;
        this.floor = floor;
        this.from = end;
        this.to = end;
        this.latest = latest;
    }

    TopicPartition partition() {
        return partition;
    }

    /** Returns the beginning of what is not read yet, as a partition of its own. */
    Tail first(long records) {
        return new Tail(partition, floor, Math.min(from, floor + records), latest);
    }

    /** How many offsets are not read yet. */
    long size() {
        return from - floor;
    }

    long from() {
        return from;
    }

    long latest() {
        return latest;
    }

    boolean isRead() {
        return from <= floor;
    }

    /** Makes the piece before the present one the next to read; twice as large, as soon as there was one. */
    void goBack(int atFirst) {
        step = step == 0 ? atFirst : 2 * step;
        to = from;
        from = Math.max(floor, from - step);
    }

    /** Whether the record is of this piece, and not one that was read before or has come since. */
    boolean takes(ConsumerRecord<?, ?> record) {
        if (record.offset() >= to) {
            return false;
        }
        latest = Math.min(latest, record.timestamp());
        return true;
    }

    boolean isFetched(long position) {
        return position >= to;
    }
}
