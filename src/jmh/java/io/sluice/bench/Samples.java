package io.sluice.bench;

import io.sluice.jvm.LoadTimePatch;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.format.RecordDecoder;
import io.sluice.stream.format.SourceSchema;
import io.sluice.stream.format.json.JsonFormat;
import io.sluice.stream.store.StoreWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;

/** Records that a JMH benchmark goes round and round: as many as {@link #COUNT}, so that no two in a row are alike. */
public final class Samples {

    static {
        // Spark's parser reads the schemas below.
        LoadTimePatch.apply();
    }

    /** A power of two, few enough that they do not measure the memory. */
    public static final int COUNT = 1024;

    /** Of flat records of about 230 bytes, as the other benchmarks have them. */
    public static final StructType QUOTES = SourceSchema.parse(
            new JsonFormat(),
            "quote STRING NOT NULL, character STRING NOT NULL, image STRING, characterDirection STRING");

    /** Of records of about 370 bytes with a struct, an array of three structs, decimals, a timestamp and a date. */
    public static final StructType ORDERS = SourceSchema.parse(new JsonFormat(), """
            id BIGINT NOT NULL, customer STRUCT<name: STRING, city: STRING>,
            items ARRAY<STRUCT<sku: STRING, quantity: INT, price: DECIMAL(12,2)>>,
            total DECIMAL(12,2) NOT NULL, paid BOOLEAN, weight DOUBLE, at TIMESTAMP, due DATE""");

    /** {@link #QUOTES} behind a number that each row has for itself. */
    public static final StructType NUMBERED_QUOTES =
            SourceSchema.parse(new JsonFormat(), "n BIGINT NOT NULL, " + QUOTES.toDDL());

    private static final String ORDER = """
            {"id":%1$d,"customer":{"name":"Miller %2$d","city":"Lower Weir"},"items":[\
            {"sku":"barrel-%2$d","quantity":%3$d,"price":19.90},{"sku":"rope-%2$d","quantity":2,"price":%3$d.25},\
            {"sku":"winch-%2$d","quantity":1,"price":1499.00}],"total":%1$d.%4$02d,"paid":true,"weight":%3$d.75,\
            "at":"2026-11-22T10:%5$02d:30.123456Z","due":"2026-12-%6$02d"}""";
    private static final long TIMESTAMP_MILLIS = 1_700_000_000_000L;

    private Samples() {}

    public static byte[][] quotes() {
        return all(QuoteRecords::json);
    }

    /** Quotes whose third column has the wrong type: about half of each is read before it is rejected. */
    public static byte[][] misfits() {
        return all(i -> new String(QuoteRecords.json(i), StandardCharsets.UTF_8)
                .replace("\"image\":\"", "\"image\":" + i + ",\"was\":\"")
                .getBytes(StandardCharsets.UTF_8));
    }

    public static byte[][] orders() {
        return all(Samples::order);
    }

    private static byte[][] all(IntFunction<byte[]> record) {
        byte[][] all = new byte[COUNT][];
        for (int i = 0; i < COUNT; i++) {
            all[i] = record.apply(i);
        }
        return all;
    }

    private static byte[] order(int i) {
        return ORDER.formatted(i, i % 97, 1 + i % 9, i % 100, i % 60, 1 + i % 28)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The decoded rows, each of its own. */
    private static InternalRow[] rows(StructType schema, byte[][] values) {
        RecordDecoder decoder = new JsonFormat()
                .decoder(schema, new FormatSpec("json", Map.of(), false))
                .open();
        return Arrays.stream(values).map(value -> row(decoder, value)).toArray(InternalRow[]::new);
    }

    private static InternalRow row(RecordDecoder decoder, byte[] value) {
        try {
            return decoder.decode(value).copy();
        } catch (RejectedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Records with their rows, one after the other. One thread. */
    public static final class Round {

        public final SourceRecord[] records;
        public final InternalRow[] rows;
        private int next;

        public Round(StructType schema, byte[][] values) {
            records = records(values);
            rows = rows(schema, values);
        }

        /** Of the next record and its row. */
        public int next() {
            return next++ & (COUNT - 1);
        }
    }

    /** Rows of {@link #NUMBERED_QUOTES}, each with a number of its own, for a store that must not refuse one. One thread. */
    public static final class Numbered {

        private final byte[][] values = quotes();
        private final InternalRow[] rows = numberedQuotes();
        private long next;

        public void restart() {
            next = 0;
        }

        /** How many were written since then. */
        public long written() {
            return next;
        }

        /** Fails instead of counting what is refused. */
        public static void refuse(SourceRecord record, int ordinal, String reason) {
            throw new IllegalStateException(record.position() + " was refused: " + reason);
        }

        /** Writes so many, until they are flushed. */
        public void write(StoreWriter writer, int count) throws Exception {
            for (long end = next + count; next < end; next++) {
                int i = (int) next & (COUNT - 1);
                rows[i].setLong(0, next);
                writer.write(record(next, values[i]), 0, rows[i]);
            }
            writer.flush();
        }
    }

    private static InternalRow[] numberedQuotes() {
        InternalRow[] quotes = rows(QUOTES, quotes());
        InternalRow[] numbered = new InternalRow[quotes.length];
        for (int i = 0; i < quotes.length; i++) {
            Object[] columns = new Object[1 + QUOTES.size()];
            columns[0] = (long) i;
            for (int column = 0; column < QUOTES.size(); column++) {
                columns[1 + column] = quotes[i].getUTF8String(column);
            }
            numbered[i] = new GenericInternalRow(columns);
        }
        return numbered;
    }

    private static SourceRecord[] records(byte[][] values) {
        SourceRecord[] records = new SourceRecord[values.length];
        for (int i = 0; i < records.length; i++) {
            records[i] = record(i, values[i]);
        }
        return records;
    }

    private static SourceRecord record(long offset, byte[] value) {
        return new SourceRecord("bench", (int) (offset % 4), offset, TIMESTAMP_MILLIS, null, value, List.of());
    }
}
