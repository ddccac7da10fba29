package io.sluice.stream.store.mongo.write;

import io.sluice.stream.column.StorableTimes;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.store.RowCheck;
import io.sluice.stream.store.mongo.layout.Bson;
import io.sluice.stream.store.mongo.layout.DocumentLayout;
import io.sluice.stream.store.mongo.layout.Version;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.bson.BsonType;
import org.bson.RawBsonDocument;
import org.bson.io.BasicOutputBuffer;
import org.jspecify.annotations.Nullable;

/** Makes the document of a row: {@code _id}, the columns, {@code _source}. Not thread-safe: it reuses its buffer. */
public final class DocumentEncoder {

    /** Mongo's limit for a document, in bytes. */
    public static final int MAX_BYTES = 16 * 1024 * 1024;

    /** What the command around a replacement takes beside the key and the version, which its filter repeats. */
    private static final int FILTER_BYTES = 4096;

    private static final byte[] ID = Bson.name(DocumentLayout.ID);
    private static final byte[] SOURCE = Bson.name(DocumentLayout.SOURCE);
    private static final byte[] TOPIC = Bson.name(DocumentLayout.TOPIC);
    private static final byte[] PARTITION = Bson.name(DocumentLayout.PARTITION);
    private static final byte[] OFFSET = Bson.name(DocumentLayout.OFFSET);
    private static final byte[] ORDINAL = Bson.name(DocumentLayout.ORDINAL);
    private static final byte[] TIMESTAMP = Bson.name(DocumentLayout.TIMESTAMP);
    private static final byte[] VERSION = Bson.name(DocumentLayout.VERSION);

    private final BasicOutputBuffer out = new BasicOutputBuffer(4096);
    private final ElementWriters.Fields fields;
    private final StructType columns;
    private final @Nullable KeyWriter key;
    private final int version;
    private String topic = "";
    private byte[] topicBytes = {};

    DocumentEncoder(SinkSpec sink, StructType columns) {
        this.columns = columns;
        this.fields = new ElementWriters.Fields(columns);
        this.key = sink.mode() == WriteMode.UPSERT ? new KeyWriter(sink.key(), columns) : null;
        this.version = sink.version() == null ? -1 : columns.fieldIndex(sink.version());
    }

    /** Makes what tells which rows cannot be documents. */
    public static RowCheck check(SinkSpec sink, StructType columns) {
        return new DocumentEncoder(sink, columns)::encode;
    }

    /** @throws RejectedException if the row cannot be a document in Mongo */
    Pending encode(SourceRecord record, int ordinal, InternalRow row) throws RejectedException {
        Version newest = version < 0 || row.isNullAt(version)
                ? null
                : Version.of(row, version, columns.apply(version).dataType());
        out.truncateToPosition(0);
        int start = Bson.open(out);
        writeId(record, ordinal, row);
        int repeated = key == null ? 0 : out.getPosition();
        fields.write(out, row);
        int columnsEnd = out.getPosition();
        writeSource(record, ordinal, newest);
        repeated += key == null ? 0 : 4 * (out.getPosition() - columnsEnd) + FILTER_BYTES;
        Bson.close(out, start);
        checkSize(out.getPosition(), repeated);
        return new Pending(
                record, ordinal, new RawBsonDocument(out.toByteArray()), Precedence.of(newest, record, ordinal));
    }

    private void writeId(SourceRecord record, int ordinal, InternalRow row) throws RejectedException {
        if (key == null) {
            int start = Bson.beginString(out, ID);
            out.writeBytes(topic(record));
            part(record.partition());
            part(record.offset());
            part(ordinal);
            Bson.endString(out, start);
        } else {
            key.write(out, ID, row);
        }
    }

    private void part(long number) {
        out.writeByte('/');
        Bson.digits(out, number);
    }

    /** The topic as UTF-8, which is nearly always that of the record before. */
    private byte[] topic(SourceRecord record) {
        if (!record.topic().equals(topic)) {
            topic = record.topic();
            topicBytes = topic.getBytes(StandardCharsets.UTF_8);
        }
        return topicBytes;
    }

    private void writeSource(SourceRecord record, int ordinal, @Nullable Version newest) {
        Bson.begin(out, BsonType.DOCUMENT, SOURCE);
        int start = Bson.open(out);
        Bson.string(out, TOPIC, topic(record));
        Bson.int32(out, PARTITION, record.partition());
        Bson.int64(out, OFFSET, record.offset());
        Bson.int32(out, ORDINAL, ordinal);
        writeTime(record.timestampMillis());
        if (newest != null) {
            newest.write(out, VERSION);
        }
        Bson.close(out, start);
    }

    /** A number that is no time stays a number: drivers and shells choke on dates of far years. */
    private void writeTime(long millis) {
        if (StorableTimes.holdMillis(millis)) {
            Bson.date(out, TIMESTAMP, millis);
        } else {
            Bson.int64(out, TIMESTAMP, millis);
        }
    }

    /** Counts the filter, too, which travels with the document in a replacement: both together keep the limit. */
    private static void checkSize(int bytes, int repeated) throws RejectedException {
        if (bytes + (long) repeated > MAX_BYTES) {
            throw new RejectedException("The document is too large for Mongo: " + bytes + " bytes"
                    + (repeated == 0 ? "" : " and " + repeated + " for finding it by its key") + ", where " + MAX_BYTES
                    + " is the limit");
        }
    }
}
