package io.sluice.stream.format.json;

import io.sluice.stream.flow.Mask;
import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.JsonToken;
import io.sluice.stream.format.json.text.Malformed;
import io.sluice.stream.format.json.text.ValueExcerpt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Reads an object into columns, matching names exactly. */
final class StructReader implements ValueReader {

    private static final String MISSING = "missing, but NOT NULL";

    private final Field[] fields;
    private final Map<String, Field> byName = new HashMap<>();
    private final boolean rejectUnknown;

    /** Which fields the current object had; a struct never contains itself, so one is enough. */
    private final boolean[] seen;

    private @Nullable Set<String> unknown;

    StructReader(StructType type, boolean rejectUnknown, Mask mask) {
        this.rejectUnknown = rejectUnknown;
        fields = new Field[type.size()];
        seen = new boolean[fields.length];
        for (int i = 0; i < fields.length; i++) {
            StructField field = type.apply(i);
            ValueReader reader = ValueReaders.of(field.dataType(), rejectUnknown, mask.of(field.name()));
            byte[] utf8 = field.name().getBytes(StandardCharsets.UTF_8);
            fields[i] = new Field(i, field.name(), utf8, field.nullable(), reader);
            byName.put(field.name(), fields[i]);
        }
    }

    @Override
    public Object read(JsonCursor in) throws Malformed, Misfit {
        if (in.token() != JsonToken.OBJECT) {
            throw new Misfit(ValueExcerpt.of(in) + " is not a STRUCT (a JSON object)");
        }
        in.count(fields.length);
        @Nullable Object[] values = new Object[fields.length];
        readInto(in, values);
        return new GenericInternalRow(values);
    }

    /** Sets every element of {@code values}: to null where the object has no such field. */
    void readInto(JsonCursor in, @Nullable Object[] values) throws Malformed, Misfit {
        in.enter();
        Arrays.fill(values, null);
        Arrays.fill(seen, false);
        unknown = null;
        int expected = 0;
        while (in.nextField()) {
            Field field = find(in, expected);
            if (field == null) {
                unknownField(in, in.name());
            } else {
                expected = field.index + 1;
                values[field.index] = value(in, field);
            }
        }
        in.leave();
        rejectMissing();
    }

    /**
     * What does not fit of the outermost object, one for each field, in the record's order. It goes on behind a misfit,
     * as far as the record is JSON; slower than {@link #readInto}, for a record that is rejected anyway.
     *
     * @param in at the beginning of the object
     * @param most after so many it looks no further
     * @param values gets the values that fit
     */
    List<Misfit> misfits(JsonCursor in, int most, @Nullable Object[] values) {
        List<Misfit> found = new ArrayList<>();
        Arrays.fill(seen, false);
        unknown = null;
        try {
            while (found.size() < most && in.nextField()) {
                int value = in.position();
                try {
                    String name = in.name();
                    Field field = byName.get(name);
                    if (field == null) {
                        unknownField(in, name);
                    } else {
                        values[field.index] = value(in, field);
                    }
                } catch (Misfit e) {
                    found.add(e);
                    in.reset(value);
                    in.value();
                    in.pass();
                }
            }
        } catch (Malformed e) {
            return found;
        }
        Arrays.stream(fields)
                .filter(field -> !field.nullable && !seen[field.index])
                .limit(Math.max(0, most - found.size()))
                .forEach(field -> found.add(new Misfit(MISSING).inField(field.name)));
        return found;
    }

    /** Records usually name their fields in the order of the schema, so the next one is tried before the map. */
    private @Nullable Field find(JsonCursor in, int expected) throws Misfit {
        if (expected < fields.length && in.isNamed(fields[expected].utf8)) {
            return fields[expected];
        }
        return byName.get(in.name());
    }

    private @Nullable Object value(JsonCursor in, Field field) throws Malformed, Misfit {
        try {
            Misfit.rejectRepeated(seen[field.index]);
            seen[field.index] = true;
            if (in.value() != JsonToken.NULL) {
                return field.reader.read(in);
            }
            if (!field.nullable) {
                throw new Misfit("null, but NOT NULL");
            }
            return null;
        } catch (Misfit e) {
            throw e.inField(field.name);
        }
    }

    private void unknownField(JsonCursor in, String name) throws Malformed, Misfit {
        try {
            if (rejectUnknown) {
                throw new Misfit("the schema has no such field");
            }
            if (unknown == null) {
                unknown = new HashSet<>();
            }
            Misfit.rejectRepeated(!unknown.add(name));
            in.value();
            in.skip();
        } catch (Misfit e) {
            throw e.inField(name);
        }
    }

    private void rejectMissing() throws Misfit {
        for (Field field : fields) {
            if (!field.nullable && !seen[field.index]) {
                throw new Misfit(MISSING).inField(field.name);
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Field(int index, String name, byte[] utf8, boolean nullable, ValueReader reader) {}
}
