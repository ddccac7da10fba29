package io.sluice.stream.flow;

import io.sluice.stream.column.StorableTimes;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka record as a task sees it. The arrays are the record's own: nobody changes them.
 *
 * @param timestampMillis milliseconds since the epoch, if the producer kept to that: Kafka takes any number for a time,
 *     so it may be none that a store holds ({@link StorableTimes})
 * @param value null for a tombstone
 * @param headers in the record's order; the same key may stand twice
 */
@SuppressWarnings("ArrayRecordComponent") // compared by position only, never by content
public record SourceRecord(
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<Header> headers) {

    /** A record header; Kafka allows a null value. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Header(String key, byte @Nullable [] value) {}

    /** The same record with another value. */
    public SourceRecord withValue(byte[] other) {
        return new SourceRecord(topic, partition, offset, timestampMillis, key, other, headers);
    }

    /** {@code topic/partition/offset}, for messages. */
    public String position() {
        return topic + "/" + partition + "/" + offset;
    }

    /** Turns a row of the streaming source into a record. One instance serves one task, on one thread. */
    public interface RecordReader {

        /** @param row reused by the source; the record keeps nothing of it */
        SourceRecord read(InternalRow row);

        /** Travels to the executors and makes a reader for each task there. */
        interface Factory extends Serializable {
            RecordReader open();
        }
    }
}
