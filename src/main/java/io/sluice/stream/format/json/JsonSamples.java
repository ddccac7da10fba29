package io.sluice.stream.format.json;

import io.sluice.stream.column.ColumnType;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.RecordDecoder;
import io.sluice.stream.format.SampleReader;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.JsonToken;
import io.sluice.stream.format.json.text.Malformed;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Shows what is in JSON records, by the decoder's own rules: which types fit a value is asked of their readers. */
final class JsonSamples implements SampleReader {

    private static final Set<ColumnType> BOOLEAN = Set.of(ColumnType.BOOLEAN);
    private static final Set<ColumnType> NONE = Set.of();
    private static final int SHORTEST_DATE = 10;
    private static final int BASE64_GROUP = 4;

    private final JsonCursor cursor = new JsonCursor();
    /** Has no columns, and so rejects only what no schema decodes. */
    private final RecordDecoder decoder =
            JsonDecoder.factory(new StructType(), false).open();

    private final Map<ColumnType, ValueReader> ofNumbers =
            readers(DataTypes.IntegerType, DataTypes.LongType, DataTypes.DoubleType);
    private final Map<ColumnType, ValueReader> ofTimes =
            readers(DataTypes.DateType, DataTypes.TimestampType, DataTypes.TimestampNTZType);
    private final Map<ColumnType, ValueReader> ofBytes = readers(DataTypes.BinaryType);

    private static Map<ColumnType, ValueReader> readers(DataType... types) {
        Map<ColumnType, ValueReader> readers = new EnumMap<>(ColumnType.class);
        for (DataType type : types) {
            readers.put(ColumnType.of(type), ValueReaders.of(type, false));
        }
        return readers;
    }

    @Override
    public void read(byte @Nullable [] value, Observer observer) throws RejectedException {
        decoder.decode(value);
        if (value != null) {
            try {
                cursor.begin(value, JsonDecoder.startOfObject(value));
                object(observer);
            } catch (Misfit | Malformed e) {
                throw new IllegalStateException("The decoder has read this record", e);
            }
        }
    }

    private void object(Observer to) throws Malformed, Misfit {
        to.object();
        cursor.enter();
        while (cursor.nextField()) {
            Observer field = to.field(cursor.name());
            cursor.value();
            value(field);
        }
        cursor.leave();
    }

    private void array(Observer to) throws Malformed, Misfit {
        to.array();
        cursor.enter();
        while (cursor.nextElement() != JsonToken.END) {
            value(to.element());
        }
        cursor.leave();
    }

    private void value(Observer to) throws Malformed, Misfit {
        switch (cursor.token()) {
            case OBJECT -> object(to);
            case ARRAY -> array(to);
            case NULL -> to.nothing();
            case TRUE -> to.scalar(Kind.BOOLEAN, "true", BOOLEAN);
            case FALSE -> to.scalar(Kind.BOOLEAN, "false", BOOLEAN);
            case NUMBER -> to.scalar(Kind.NUMBER, cursor.literal(), fitting(ofNumbers));
            case STRING -> text(to, cursor.text().toString());
            case END -> throw new IllegalStateException("no value");
        }
    }

    /** Looks closer only at what can be a date or base64 at all. */
    private void text(Observer to, String text) throws Malformed {
        Set<ColumnType> fits = NONE;
        if (text.length() >= SHORTEST_DATE && Character.isDigit(text.charAt(0))) {
            fits = fitting(ofTimes);
        }
        if (fits.isEmpty() && text.length() % BASE64_GROUP == 0) {
            fits = fitting(ofBytes);
        }
        to.scalar(Kind.TEXT, text, fits);
    }

    private Set<ColumnType> fitting(Map<ColumnType, ValueReader> readers) throws Malformed {
        Set<ColumnType> fits = EnumSet.noneOf(ColumnType.class);
        for (Map.Entry<ColumnType, ValueReader> each : readers.entrySet()) {
            try {
                each.getValue().read(cursor);
                fits.add(each.getKey());
            } catch (Misfit e) {
                // then it does not fit
            }
        }
        return fits;
    }
}
