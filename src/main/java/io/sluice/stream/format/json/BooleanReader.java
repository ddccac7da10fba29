package io.sluice.stream.format.json;

import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.JsonToken;
import io.sluice.stream.format.json.text.ValueExcerpt;

/** Reads {@code true} or {@code false}. */
final class BooleanReader implements ValueReader {

    @Override
    public Object read(JsonCursor in) throws Misfit {
        JsonToken token = in.token();
        if (token == JsonToken.TRUE) {
            return true;
        }
        if (token == JsonToken.FALSE) {
            return false;
        }
        throw new Misfit(ValueExcerpt.of(in) + " is not a BOOLEAN");
    }
}
