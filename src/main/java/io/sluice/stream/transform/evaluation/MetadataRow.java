package io.sluice.stream.transform.evaluation;

import io.sluice.stream.column.SourceColumns;
import io.sluice.stream.column.StorableTimes;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The columns of the record itself, as far as a transform reads them; in the order of METADATA. */
final class MetadataRow {

    private final int[] needed;
    private String topicName = "";
    private UTF8String topic = UTF8String.EMPTY_UTF8;
    private final GenericInternalRow row = new GenericInternalRow(SourceColumns.METADATA.length());

    MetadataRow(BitSet needed) {
        this.needed = needed.stream().toArray();
    }

    /**
     * Valid until the next call.
     *
     * @throws RejectedException if a column is needed that the record cannot have
     */
    InternalRow of(SourceRecord record) throws RejectedException {
        for (int ordinal : needed) {
            row.values()[ordinal] = value(ordinal, record);
        }
        return row;
    }

    private @Nullable Object value(int ordinal, SourceRecord record) throws RejectedException {
        return switch (ordinal) {
            case 0 -> topic(record.topic());
            case 1 -> record.partition();
            case 2 -> record.offset();
            case 3 -> micros(record.timestampMillis());
            case 4 -> record.key();
            case 5 -> headers(record);
            case 6 -> record.value();
            default -> throw new IllegalStateException("no metadata column " + ordinal);
        };
    }

    private static long micros(long millis) throws RejectedException {
        if (!StorableTimes.holdMillis(millis)) {
            throw new RejectedException("_timestamp: the record's time, " + millis
                    + " ms since 1970, is in none of the years 0001 to 9999; its producer may have counted in another"
                    + " unit");
        }
        return millis * 1000;
    }

    /** A task reads one partition: the topic hardly ever changes. */
    private UTF8String topic(String name) {
        if (!name.equals(topicName)) {
            topicName = name;
            topic = UTF8String.fromString(name);
        }
        return topic;
    }

    /** A map has a key once: of headers with the same key the last counts. */
    private static MapData headers(SourceRecord record) {
        Map<String, byte @Nullable []> last = new LinkedHashMap<>();
        record.headers().forEach(header -> last.put(header.key(), header.value()));
        Object[] keys = last.keySet().stream().map(UTF8String::fromString).toArray();
        Object[] values = last.values().toArray();
        return new ArrayBasedMapData(new GenericArrayData(keys), new GenericArrayData(values));
    }
}
