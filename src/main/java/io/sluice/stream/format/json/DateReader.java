package io.sluice.stream.format.json;

import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.json.text.IsoText;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.ValueExcerpt;

/** Reads {@code yyyy-MM-dd} into days since the epoch. */
final class DateReader implements ValueReader {

    private static final String TYPE = "a DATE (yyyy-MM-dd)";

    @Override
    public Object read(JsonCursor in) throws Misfit {
        IsoText text = new IsoText(TextReader.text(in, TYPE).getBytes());
        long days = text.date();
        if (!text.isComplete()) {
            throw new Misfit(ValueExcerpt.of(in) + " is not " + TYPE);
        }
        return (int) days;
    }
}
