package io.sluice.stream.format.json;

import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.JsonToken;
import io.sluice.stream.format.json.text.Malformed;
import io.sluice.stream.format.json.text.ValueExcerpt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
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
    public Object read(JsonCursor in) throws Malformed, Misfit {
        if (in.token() != JsonToken.OBJECT) {
            throw new Misfit(ValueExcerpt.of(in) + " is not a MAP (a JSON object)");
        }
        in.enter();
        Set<String> names = new HashSet<>();
        List<Object> keys = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        while (in.nextField()) {
            String name = in.name();
            try {
                keys.add(UTF8String.fromString(name));
                Misfit.rejectRepeated(!names.add(name));
                values.add(value(in));
            } catch (Misfit e) {
                throw e.atKey(name);
            }
        }
        in.leave();
        return new ArrayBasedMapData(new GenericArrayData(keys.toArray()), new GenericArrayData(values.toArray()));
    }

    private @Nullable Object value(JsonCursor in) throws Malformed, Misfit {
        if (in.value() != JsonToken.NULL) {
            return value.read(in);
        }
        if (!valueContainsNull) {
            throw new Misfit("null, but NOT NULL");
        }
        return null;
    }
}
