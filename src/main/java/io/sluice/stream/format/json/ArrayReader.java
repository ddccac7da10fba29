package io.sluice.stream.format.json;

import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.JsonToken;
import io.sluice.stream.format.json.text.Malformed;
import io.sluice.stream.format.json.text.ValueExcerpt;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.jspecify.annotations.Nullable;

/** Reads a JSON array. */
final class ArrayReader implements ValueReader {

    private final ValueReader element;
    private final boolean containsNull;

    ArrayReader(ValueReader element, boolean containsNull) {
        this.element = element;
        this.containsNull = containsNull;
    }

    @Override
    public Object read(JsonCursor in) throws Malformed, Misfit {
        if (in.token() != JsonToken.ARRAY) {
            throw new Misfit(ValueExcerpt.of(in) + " is not an ARRAY");
        }
        in.enter();
        List<@Nullable Object> elements = new ArrayList<>();
        while (in.nextElement() != JsonToken.END) {
            elements.add(element(in, elements.size()));
        }
        in.leave();
        return new GenericArrayData(elements.toArray());
    }

    private @Nullable Object element(JsonCursor in, int index) throws Malformed, Misfit {
        try {
            if (in.token() != JsonToken.NULL) {
                return element.read(in);
            }
            if (!containsNull) {
                throw new Misfit("null, but NOT NULL");
            }
            return null;
        } catch (Misfit e) {
            throw e.atIndex(index);
        }
    }
}
