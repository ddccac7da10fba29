package io.sluice.stream.text;

import java.nio.charset.StandardCharsets;

/** Shortens text for a message, always between two characters. */
public final class Excerpt {

    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_REASON = 1000;
    private static final String CUT = "…";

    private Excerpt() {}

    /**
     * Returns the text itself if it is short enough, else its beginning with an ellipsis behind it.
     *
     * @param longest in UTF-16 units, without the ellipsis
     */
    public static String of(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + CUT;
    }

    /** Returns a name that stands in a record or in a schema, short and {@link Legible}. */
    public static String ofName(String name) {
        return of(Legible.of(name), LONGEST_NAME);
    }

    /** Returns the reason of a rejection as it is kept: a record's own text may be in it, which terminals show. */
    public static String ofReason(String reason) {
        return of(Legible.of(reason), LONGEST_REASON);
    }

    /**
     * Returns a part of a record's bytes as text, {@link Legible}. Bytes that are not UTF-8 become U+FFFD.
     *
     * @param end behind the part
     * @param longest in bytes
     */
    public static String ofBytes(byte[] utf8, int start, int end, int longest) {
        int stop = Math.min(end, start + longest);
        while (stop < end && stop > start && (utf8[stop] & 0xC0) == 0x80) {
            stop--;
        }
        return Legible.of(new String(utf8, start, stop - start, StandardCharsets.UTF_8)) + (stop < end ? CUT : "");
    }
}
