package io.sluice.stream.format.json;

import io.sluice.stream.column.StorableTimes;
import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.json.text.IsoText;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.ValueExcerpt;
import java.util.regex.Pattern;

/**
 * Reads an ISO-8601 date-time in its extended form, {@code yyyy-MM-ddTHH:mm[:ss[.fraction]]}, into microseconds. The
 * seconds may be absent, as ISO-8601 allows. A fraction may be longer than microseconds if zeros follow.
 *
 * <p>TIMESTAMP takes {@code Z} or an offset {@code ±HH[:mm]} after it and is UTC without one; TIMESTAMP_NTZ takes
 * neither, since it could not keep them.
 */
final class TimestampReader implements ValueReader {

    private static final Pattern OFFSET_WITHOUT_COLON = Pattern.compile("T.*[+-]\\d{4}$");
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

    private final boolean withZone;
    private final String type;

    private static String hint(String text) {
        return OFFSET_WITHOUT_COLON.matcher(text).find() ? "; its offset needs a colon, such as -07:00" : "";
    }

    /** @param withZone whether this is TIMESTAMP, else TIMESTAMP_NTZ */
    TimestampReader(boolean withZone) {
        this.withZone = withZone;
        this.type = withZone
                ? "a TIMESTAMP (ISO-8601, microseconds, years 0001 to 9999 in UTC)"
                : "a TIMESTAMP_NTZ (ISO-8601 without an offset, microseconds)";
    }

    @Override
    public Object read(JsonCursor in) throws Misfit {
        IsoText text = new IsoText(TextReader.text(in, type).getBytes());
        long micros = text.date() * MICROS_PER_DAY;
        text.expect('T');
        micros += text.time();
        if (withZone) {
            micros -= text.offset() * MICROS_PER_SECOND;
        }
        if (!text.isComplete() || !StorableTimes.holdMicros(micros)) {
            throw new Misfit(
                    ValueExcerpt.of(in) + " is not " + type + hint(in.text().toString()));
        }
        return micros;
    }
}
