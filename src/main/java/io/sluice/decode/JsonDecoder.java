package io.sluice.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.sluice.flow.RecordDecoder;
import io.sluice.flow.RejectedException;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record's value as exactly one JSON object in valid UTF-8. Nothing is converted with loss and nothing is
 * guessed: a value that a column cannot hold exactly rejects the record.
 *
 * <p>The row that {@link #decode} returns is reused, and its strings may share the memory of the record's value.
 */
public final class JsonDecoder implements RecordDecoder {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final JsonFactory json = lenientOnlyInSize();
    private final Utf8 utf8 = new Utf8();
    private final StructReader columns;
    private final @Nullable Object[] values;
    private final InternalRow row;

    private JsonDecoder(StructReader columns, int width) {
        this.columns = columns;
        this.values = new Object[width];
        this.row = new GenericInternalRow(values);
    }

    /**
     * Makes decoders for a schema.
     *
     * @param schema as {@link SourceSchema#parse} returns it
     * @param rejectUnknownFields whether a field that the schema does not name, also inside a struct, rejects the
     *     record; else it is skipped
     * @throws IllegalArgumentException if the schema has a type that JSON cannot be read into
     */
    public static RecordDecoder.Factory factory(StructType schema, boolean rejectUnknownFields) {
        ValueReaders.struct(schema, rejectUnknownFields);
        return new Factory(schema, rejectUnknownFields);
    }

    @Override
    public InternalRow decode(byte @Nullable [] value) throws RejectedException {
        if (value == null) {
            throw new RejectedException("the record has no value (a tombstone)");
        }
        if (value.length == 0) {
            throw new RejectedException("the value is empty");
        }
        int invalid = utf8.firstInvalid(value);
        if (invalid >= 0) {
            throw new RejectedException("not valid UTF-8 at byte " + invalid);
        }
        parse(value, startOfObject(value));
        return row;
    }

    private void parse(byte[] value, int start) throws RejectedException {
        try (JsonParser parser = json.createParser(value, start, value.length - start)) {
            read(new JsonCursor(parser, value, start), value);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }

    private void read(JsonCursor in, byte[] value) throws RejectedException {
        try {
            in.nextValue();
            columns.readInto(in, values);
            rejectTrailing(value, in.position());
        } catch (Misfit e) {
            throw new RejectedException(e.reason());
        } catch (JsonEOFException e) {
            throw new RejectedException("not valid JSON: it ends too early");
        } catch (IOException e) {
            // Without Jackson's own text and location, which differ between its versions.
            throw new RejectedException("not valid JSON at byte " + (in.position() - 1));
        }
    }

    /** The index of the opening brace. Jackson would guess UTF-16 from a zero after it, so that is ruled out here. */
    private static int startOfObject(byte[] value) throws RejectedException {
        int start = skipWhitespace(value, hasByteOrderMark(value) ? BYTE_ORDER_MARK.length : 0);
        if (start == value.length || value[start] != '{') {
            throw new RejectedException("the value is not a JSON object");
        }
        if (start + 1 < value.length && value[start + 1] == 0) {
            throw new RejectedException("not valid JSON at byte " + (start + 1));
        }
        return start;
    }

    private static void rejectTrailing(byte[] value, int end) throws RejectedException {
        int next = skipWhitespace(value, end);
        if (next < value.length) {
            throw new RejectedException("something follows the JSON object, at byte " + next);
        }
    }

    private static boolean hasByteOrderMark(byte[] value) {
        return value.length >= 3
                && value[0] == BYTE_ORDER_MARK[0]
                && value[1] == BYTE_ORDER_MARK[1]
                && value[2] == BYTE_ORDER_MARK[2];
    }

    private static int skipWhitespace(byte[] value, int from) {
        int at = from;
        while (at < value.length && (value[at] == ' ' || value[at] == '\n' || value[at] == '\r' || value[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** Sizes are bounded by the broker, depth by {@link JsonCursor}, and numbers are read without big arithmetic. */
    private static JsonFactory lenientOnlyInSize() {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxNestingDepth(2 * JsonCursor.MAX_DEPTH)
                        .build())
                .build();
    }

    private record Factory(StructType schema, boolean rejectUnknownFields) implements RecordDecoder.Factory {

        @Override
        public RecordDecoder open() {
            return new JsonDecoder(ValueReaders.struct(schema, rejectUnknownFields), schema.size());
        }
    }
}
