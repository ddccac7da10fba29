package io.sluice.stream.store.postgres.encode;

import io.sluice.stream.column.SourceColumns;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Writes rows as lines of COPY text: the output columns, then where the row came from. Serves one thread. */
public final class RowEncoder {

    /** Where a row came from, as a line says it and as rows of a key are ordered. */
    public static final List<String> SOURCE =
            List.of(SourceColumns.TOPIC, SourceColumns.PARTITION, SourceColumns.OFFSET, SourceColumns.ORDINAL);

    private final String[] names;
    private final ValueEncoder[] values;
    private String topic = "";
    private UTF8String topicText = UTF8String.EMPTY_UTF8;

    public RowEncoder(StructType rows) {
        names = rows.fieldNames();
        values = Stream.of(rows.fields())
                .map(StructField::dataType)
                .map(ValueEncoder::of)
                .toArray(ValueEncoder[]::new);
    }

    /** The columns of a line, in its order. */
    public static List<String> columns(StructType rows) {
        return Stream.concat(Stream.of(rows.fieldNames()), SOURCE.stream()).toList();
    }

    /** @throws RejectedException naming the column; what was written up to there is to be forgotten */
    public void encode(SourceRecord record, int ordinal, InternalRow row, CopyBuffer out) throws RejectedException {
        int start = out.length();
        for (int i = 0; i < values.length; i++) {
            if (row.isNullAt(i)) {
                out.ascii("\\N");
            } else {
                value(row, i, start, out);
            }
            out.put('\t');
        }
        out.text(topic(record.topic()));
        out.put('\t');
        out.number(record.partition());
        out.put('\t');
        out.number(record.offset());
        out.put('\t');
        out.number(ordinal);
        out.put('\n');
    }

    private void value(InternalRow row, int i, int start, CopyBuffer out) throws RejectedException {
        try {
            values[i].write(row, i, out);
            CopyBuffer.checkSize(out.length() - start);
        } catch (RejectedException e) {
            throw new RejectedException("column " + names[i] + ": " + e.reason());
        }
    }

    private UTF8String topic(String name) {
        if (!name.equals(topic)) {
            topic = name;
            topicText = UTF8String.fromString(name);
        }
        return topicText;
    }
}
