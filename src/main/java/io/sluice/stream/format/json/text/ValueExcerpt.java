package io.sluice.stream.format.json.text;

import io.sluice.stream.text.Excerpt;

/** Shows a value of a record in a reason: short, and without characters that a store or a terminal would choke on. */
public final class ValueExcerpt {

    private static final int LONGEST = 40;

    private ValueExcerpt() {}

    /** Returns the current value as it stands in the record. */
    public static String of(JsonCursor in) {
        JsonToken token = in.token();
        if (token == JsonToken.OBJECT) {
            return "an object";
        }
        if (token == JsonToken.ARRAY) {
            return "an array";
        }
        int start = in.tokenStart();
        return token == JsonToken.STRING
                ? "\"" + part(in.bytes(), start + 1, endOfString(in.bytes(), start + 1)) + "\""
                : part(in.bytes(), start, endOfWord(in.bytes(), start));
    }

    private static String part(byte[] bytes, int start, int end) {
        return Excerpt.ofBytes(bytes, start, end, LONGEST);
    }

    private static int endOfString(byte[] bytes, int start) {
        int end = start;
        while (end < bytes.length && bytes[end] != '"') {
            end += bytes[end] == '\\' ? 2 : 1;
        }
        return Math.min(end, bytes.length);
    }

    /** Returns where a number, {@code true} or {@code false} ends. */
    private static int endOfWord(byte[] bytes, int start) {
        int end = start;
        while (end < bytes.length && ",]} \t\r\n".indexOf(bytes[end]) < 0) {
            end++;
        }
        return end;
    }
}
