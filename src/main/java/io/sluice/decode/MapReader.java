package io.sluice.decode;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.jspecify.annotations.Nullable;

/** Reads a JSON object into a map with string keys, in the record's order. */
final class MapReader implements ValueReader {

    private final ValueReader value;
    private final boolean valueContainsNull;

    MapReader(ValueReader value, boolean valueContainsNull) {
        this.value = value;
        this.valueContainsNull = valueContainsNull;
    }

    @Override
    public Object read(JsonCursor in) throws IOException, Misfit {
        if (in.token() != JsonToken.START_OBJECT) {
            throw new Misfit(Excerpt.ofValue(in) + " is not a MAP (a JSON object)");
        }
        in.enter();
        Set<String> names = new HashSet<>();
        List<Object> keys = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        String name;
        while ((name = in.nextName()) != null) {
            try {
                keys.add(JsonCursor.encode(name));
                Misfit.rejectRepeated(!names.add(name));
                values.add(value(in));
            } catch (Misfit e) {
                throw e.atKey(name);
            }
        }
        in.leave();
        return new ArrayBasedMapData(new GenericArrayData(keys.toArray()), new GenericArrayData(values.toArray()));
    }

    private @Nullable Object value(JsonCursor in) throws IOException, Misfit {
        if (in.nextValue() != JsonToken.VALUE_NULL) {
            return value.read(in);
        }
        if (!valueContainsNull) {
            throw new Misfit("null, but NOT NULL");
        }
        return null;
    }
}
