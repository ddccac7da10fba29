package io.sluice.stream.spark;

import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.SourceRecord.RecordReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Makes records of the rows of Spark's Kafka source with {@code includeHeaders}, all its columns in its own order. One
 * instance serves one task, on one thread.
 */
public final class SourceRecords implements RecordReader {

    static final int KEY = 0;
    static final int VALUE = 1;
    static final int TOPIC = 2;
    static final int PARTITION = 3;
    static final int OFFSET = 4;
    static final int TIMESTAMP = 5;
    static final int TIMESTAMP_TYPE = 6;
    static final int HEADERS = 7;

    private UTF8String lastTopic = UTF8String.EMPTY_UTF8;
    private String lastTopicName = "";

    /** Is a method of this room: executors look for a lambda in the class that has it, and have the stream half only. */
    public static Factory factory() {
        return SourceRecords::new;
    }

    @Override
    public SourceRecord read(InternalRow row) {
        if (row instanceof RecordRow read) {
            return read.record();
        }
        return new SourceRecord(
                topic(row.getUTF8String(TOPIC)),
                row.getInt(PARTITION),
                row.getLong(OFFSET),
                Math.floorDiv(row.getLong(TIMESTAMP), 1000L),
                row.isNullAt(KEY) ? null : row.getBinary(KEY),
                row.isNullAt(VALUE) ? null : row.getBinary(VALUE),
                row.isNullAt(HEADERS) ? List.of() : headers(row.getArray(HEADERS)));
    }

    /** A task reads one partition, so the topic is nearly always the one before. */
    private String topic(UTF8String topic) {
        if (!topic.equals(lastTopic)) {
            lastTopic = topic.copy();
            lastTopicName = topic.toString();
        }
        return lastTopicName;
    }

    private static List<SourceRecord.Header> headers(ArrayData array) {
        List<SourceRecord.Header> headers = new ArrayList<>(array.numElements());
        for (int i = 0; i < array.numElements(); i++) {
            InternalRow header = array.getStruct(i, 2);
            headers.add(new SourceRecord.Header(
                    header.getUTF8String(0).toString(), header.isNullAt(1) ? null : header.getBinary(1)));
        }
        return List.copyOf(headers);
    }
}
