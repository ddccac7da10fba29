package io.sluice.decode;

import com.fasterxml.jackson.core.JsonToken;

/** Reads {@code true} or {@code false}. */
final class BooleanReader implements ValueReader {

    @Override
    public Object read(JsonCursor in) throws Misfit {
        JsonToken token = in.token();
        if (token == JsonToken.VALUE_TRUE) {
            return true;
        }
        if (token == JsonToken.VALUE_FALSE) {
            return false;
        }
        throw new Misfit(Excerpt.ofValue(in) + " is not a BOOLEAN");
    }
}
