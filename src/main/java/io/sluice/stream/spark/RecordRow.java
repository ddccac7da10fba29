package io.sluice.stream.spark;

import io.sluice.stream.flow.SourceRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * A record as a row of Spark's Kafka source with {@code includeHeaders}. Its columns are made when somebody asks for
 * them; Sluice asks for the record. One thread.
 */
final class RecordRow extends GenericInternalRow {

    private static final long serialVersionUID = 1L;
    private static final int COLUMNS = 8;

    private transient @Nullable ConsumerRecord<byte[], byte[]> record;

    RecordRow() {
        super(COLUMNS);
    }

    /** The records as rows: one object, set anew for each. */
    static Iterable<InternalRow> each(List<ConsumerRecord<byte[], byte[]>> records) {
        return () -> each(records.iterator());
    }

    private static Iterator<InternalRow> each(Iterator<ConsumerRecord<byte[], byte[]>> records) {
        RecordRow row = new RecordRow();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public InternalRow next() {
                row.set(records.next());
                return row;
            }
        };
    }

    void set(ConsumerRecord<byte[], byte[]> next) {
        record = next;
    }

    private ConsumerRecord<byte[], byte[]> current() {
        if (record == null) {
            throw new IllegalStateException("No record was read");
        }
        return record;
    }

    SourceRecord record() {
        ConsumerRecord<byte[], byte[]> read = current();
        return new SourceRecord(
                read.topic(),
                read.partition(),
                read.offset(),
                read.timestamp(),
                read.key(),
                read.value(),
                headers(read));
    }

    private static long micros(ConsumerRecord<byte[], byte[]> read) {
        return TimeUnit.MILLISECONDS.toMicros(read.timestamp());
    }

    private static List<SourceRecord.Header> headers(ConsumerRecord<byte[], byte[]> read) {
        Header[] headers = read.headers().toArray();
        if (headers.length == 0) {
            return List.of();
        }
        List<SourceRecord.Header> copied = new ArrayList<>(headers.length);
        for (Header header : headers) {
            copied.add(new SourceRecord.Header(header.key(), header.value()));
        }
        return List.copyOf(copied);
    }

    @Override
    public @Nullable Object genericGet(int ordinal) {
        ConsumerRecord<byte[], byte[]> read = current();
        return switch (ordinal) {
            case SourceRecords.KEY -> read.key();
            case SourceRecords.VALUE -> read.value();
            case SourceRecords.TOPIC -> UTF8String.fromString(read.topic());
            case SourceRecords.PARTITION -> read.partition();
            case SourceRecords.OFFSET -> read.offset();
            case SourceRecords.TIMESTAMP -> micros(read);
            case SourceRecords.TIMESTAMP_TYPE -> read.timestampType().id;
            case SourceRecords.HEADERS -> headerColumn(read);
            default -> throw new IndexOutOfBoundsException(ordinal);
        };
    }

    /** The headers; null where there are none, as the connector has it. */
    private static @Nullable GenericArrayData headerColumn(ConsumerRecord<byte[], byte[]> read) {
        Header[] headers = read.headers().toArray();
        if (headers.length == 0) {
            return null;
        }
        InternalRow[] rows = new InternalRow[headers.length];
        for (int i = 0; i < headers.length; i++) {
            rows[i] =
                    new GenericInternalRow(new Object[] {UTF8String.fromString(headers[i].key()), headers[i].value()});
        }
        return new GenericArrayData(rows);
    }
}
