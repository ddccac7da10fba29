package io.sluice.stream.format.json;

import io.sluice.stream.flow.Mask;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.RecordDecoder;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.JsonGrammar;
import io.sluice.stream.format.json.text.Malformed;
import io.sluice.stream.text.Utf8;
import java.util.List;
import java.util.stream.Collectors;
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
final class JsonDecoder implements RecordDecoder {

    private static final int MOST_REASONS = 5;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final JsonCursor cursor = new JsonCursor();
    private final Utf8 utf8 = new Utf8();
    private final StructReader columns;
    private final @Nullable Object[] values;
    private final InternalRow row;

    /** Whether the row has anything of the last value. */
    private boolean isRead;

    private JsonDecoder(StructReader columns, int width) {
        this.columns = columns;
        this.values = new Object[width];
        this.row = new GenericInternalRow(values);
    }

    /** Makes decoders whose reasons may quote every field. */
    static RecordDecoder.Factory factory(StructType schema, boolean rejectUnknownFields) {
        return factory(schema, rejectUnknownFields, Mask.NONE);
    }

    /**
     * Makes decoders for a schema.
     *
     * @param schema without objections of {@link JsonFormat}
     * @param rejectUnknownFields whether a field that the schema does not name, also inside a struct, rejects the
     *     record; else it is skipped
     * @param mask the fields whose values no reason quotes
     * @throws IllegalArgumentException if the schema has a type that JSON cannot be read into
     */
    static RecordDecoder.Factory factory(StructType schema, boolean rejectUnknownFields, Mask mask) {
        ValueReaders.struct(schema, rejectUnknownFields, mask);
        return new Factory(schema, rejectUnknownFields, mask);
    }

    @Override
    public InternalRow decode(byte @Nullable [] value) throws RejectedException {
        isRead = false;
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
        int brace = startOfObject(value);
        isRead = true;
        read(value, brace);
        return row;
    }

    @Override
    public @Nullable InternalRow partial() {
        return isRead ? row : null;
    }

    private void read(byte[] value, int brace) throws RejectedException {
        try {
            cursor.begin(value, brace);
            columns.readInto(cursor, values);
        } catch (Misfit e) {
            throw new RejectedException(reasons(value, brace, e), e.field());
        } catch (Malformed e) {
            throw new RejectedException(e.reason());
        }
        rejectTrailing(value, cursor.position());
    }

    /** Returns the reasons of every field that does not fit, so that whoever mends the producer need not try again. */
    private String reasons(byte[] value, int brace, Misfit first) {
        cursor.begin(value, brace);
        List<Misfit> found = columns.misfits(cursor, MOST_REASONS + 1, values);
        if (found.size() < 2) {
            return first.reason();
        }
        return found.stream().limit(MOST_REASONS).map(Misfit::reason).collect(Collectors.joining("; "))
                + (found.size() > MOST_REASONS ? "; and more" : "");
    }

    static int startOfObject(byte[] value) throws RejectedException {
        int start = JsonGrammar.skipSpace(value, hasByteOrderMark(value) ? BYTE_ORDER_MARK.length : 0);
        if (start == value.length || value[start] != '{') {
            throw new RejectedException("the value is not a JSON object");
        }
        return start;
    }

    static void rejectTrailing(byte[] value, int end) throws RejectedException {
        int next = JsonGrammar.skipSpace(value, end);
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

    private record Factory(StructType schema, boolean rejectUnknownFields, Mask mask) implements RecordDecoder.Factory {

        @Override
        public RecordDecoder open() {
            return new JsonDecoder(ValueReaders.struct(schema, rejectUnknownFields, mask), schema.size());
        }
    }
}
