package io.sluice.stream.format.json;

import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.JsonToken;
import io.sluice.stream.format.json.text.ValueExcerpt;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads a STRING, and the text that other types are written as. */
final class TextReader implements ValueReader {

    @Override
    public Object read(JsonCursor in) throws Misfit {
        return text(in, "a STRING");
    }

    /** @param type what the text should become, for the reason if it is no text at all */
    static UTF8String text(JsonCursor in, String type) throws Misfit {
        if (in.token() != JsonToken.STRING) {
            throw new Misfit(ValueExcerpt.of(in) + " is not " + type);
        }
        return in.text();
    }
}
