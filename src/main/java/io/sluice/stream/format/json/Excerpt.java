package io.sluice.stream.format.json;

import io.sluice.stream.flow.Legible;
import java.nio.charset.StandardCharsets;

/** Shows a part of a record in a reason: short, and without characters that a store or a terminal would choke on. */
final class Excerpt {

    private static final int LONGEST = 40;
    private static final String CUT = "…";

    private Excerpt() {}

    /** The current value as it stands in the record. */
    static String ofValue(JsonCursor in) {
        JsonToken token = in.token();
        if (token == JsonToken.OBJECT) {
            return "an object";
        }
        if (token == JsonToken.ARRAY) {
            return "an array";
        }
        int start = in.tokenStart();
        return token == JsonToken.STRING
                ? "\"" + ofBytes(in.bytes(), start + 1, endOfString(in.bytes(), start + 1)) + "\""
                : ofBytes(in.bytes(), start, endOfWord(in.bytes(), start));
    }

    static String ofName(String name) {
        return cut(Legible.of(name), LONGEST);
    }

    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + CUT;
    }

    private static String ofBytes(byte[] bytes, int start, int end) {
        int stop = Math.min(end, start + LONGEST);
        while (stop < end && stop > start && (bytes[stop] & 0xC0) == 0x80) {
            stop--;
        }
        return Legible.of(new String(bytes, start, stop - start, StandardCharsets.UTF_8)) + (stop < end ? CUT : "");
    }

    private static int endOfString(byte[] bytes, int start) {
        int end = start;
        while (end < bytes.length && bytes[end] != '"') {
            end += bytes[end] == '\\' ? 2 : 1;
        }
        return Math.min(end, bytes.length);
    }

    /** Where a number, {@code true} or {@code false} ends. */
    static int endOfWord(byte[] bytes, int start) {
        int end = start;
        while (end < bytes.length && ",]} \t\r\n".indexOf(bytes[end]) < 0) {
            end++;
        }
        return end;
    }
}
