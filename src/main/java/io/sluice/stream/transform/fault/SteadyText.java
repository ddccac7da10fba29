package io.sluice.stream.transform.fault;

import java.util.Locale;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * What a transform does to text where Spark would ask the clock or the machine. Public because the code that Spark
 * generates calls it, by the names in {@code SameRows}. Thread-safe.
 */
public final class SteadyText {

    private static final int SHOWN = 40;

    private SteadyText() {}

    /**
     * Text that is about to be read as a time.
     *
     * @throws IllegalArgumentException if it is a time of day, to which Spark adds the day that it is
     */
    public static UTF8String dated(UTF8String text) {
        if (isTimeOfDay(text)) {
            String shown = text.numChars() > SHOWN ? text.substring(0, SHOWN) + "…" : text.toString();
            throw new IllegalArgumentException(
                    "'" + shown + "' is a time of day, which Spark would read as of today; a time needs its date");
        }
        return text;
    }

    /** Returns the text, but null for a time of day, as {@code try_cast} and its like want it. */
    public static @Nullable UTF8String datedOrNull(UTF8String text) {
        return isTimeOfDay(text) ? null : text;
    }

    /** Whether Spark reads it as a time of day: {@code T12}, {@code 1:2}, {@code 12:34:56.7 UTC}, with anything unseen before it. */
    static boolean isTimeOfDay(UTF8String text) {
        int at = 0;
        int end = text.numBytes();
        while (at < end && isUnseen(byteAt(text, at))) {
            at++;
        }
        if (at < end && byteAt(text, at) == 'T') {
            return true;
        }
        int first = at;
        while (at < end && byteAt(text, at) >= '0' && byteAt(text, at) <= '9') {
            at++;
        }
        return at > first && at < end && byteAt(text, at) == ':';
    }

    private static boolean isUnseen(byte b) {
        return b >= 0 && (Character.isWhitespace(b) || Character.isISOControl(b));
    }

    /** Lowers the case without the rules of a language that the machine may be set to, such as Turkish for {@code I}. */
    public static UTF8String lower(UTF8String text) {
        return isAscii(text)
                ? text.toLowerCase()
                : UTF8String.fromString(text.toString().toLowerCase(Locale.ROOT));
    }

    /** Raises the case by the same rules as {@link #lower}. */
    public static UTF8String upper(UTF8String text) {
        return isAscii(text)
                ? text.toUpperCase()
                : UTF8String.fromString(text.toString().toUpperCase(Locale.ROOT));
    }

    /** Begins each word with a capital. */
    public static UTF8String initcap(UTF8String text) {
        return lower(text).toTitleCase();
    }

    private static boolean isAscii(UTF8String text) {
        return text.numChars() == text.numBytes();
    }

    public static byte byteAt(UTF8String text, int index) {
        return Platform.getByte(text.getBaseObject(), text.getBaseOffset() + index);
    }
}
