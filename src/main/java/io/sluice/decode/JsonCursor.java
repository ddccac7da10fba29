package io.sluice.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * The position in one record: Jackson's tokens over bytes that are known to be valid UTF-8.
 *
 * <p>Jackson checks the grammar; the content of numbers and strings is read from the bytes themselves, which spares the
 * way through {@code char} and {@code String}.
 */
final class JsonCursor {

    static final int MAX_DEPTH = 100;
    private static final int LONGEST_NAME = 50_000;

    private final JsonParser parser;
    private final byte[] bytes;
    private final int origin;
    private int depth;

    /** @param origin the index in {@code bytes} at which the parser began */
    JsonCursor(JsonParser parser, byte[] bytes, int origin) {
        this.parser = parser;
        this.bytes = bytes;
        this.origin = origin;
    }

    byte[] bytes() {
        return bytes;
    }

    @Nullable
    JsonToken token() {
        return parser.currentToken();
    }

    /** Moves to the next token: a value, or the end of the array. */
    JsonToken nextValue() throws IOException {
        return parser.nextToken();
    }

    /** Moves to the next field of the object, or behind its end. */
    @Nullable
    String nextName() throws IOException, Misfit {
        try {
            String name = parser.nextFieldName();
            if (name == null || name.length() <= LONGEST_NAME) {
                return name;
            }
        } catch (StreamConstraintsException e) {
            // The same limit, in Jackson since 2.16.
        }
        throw new Misfit("a field name is longer than " + LONGEST_NAME + " characters");
    }

    void enter() throws Misfit {
        if (++depth > MAX_DEPTH) {
            throw new Misfit("nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    void leave() {
        depth--;
    }

    /** The index of the first byte of the current token. */
    int tokenStart() {
        return origin + (int) parser.currentTokenLocation().getByteOffset();
    }

    /** The index behind the last byte that was read. */
    int position() {
        return origin + (int) parser.currentLocation().getByteOffset();
    }

    /** The current string token. Shares the record's memory where the string has no escapes. */
    UTF8String text() throws IOException, Misfit {
        int start = tokenStart() + 1;
        int end = start;
        while (end < bytes.length && bytes[end] != '"' && bytes[end] != '\\') {
            end++;
        }
        if (end < bytes.length && bytes[end] == '"') {
            return UTF8String.fromBytes(bytes, start, end - start);
        }
        return encode(parser.getText());
    }

    /** A string that came through escapes. */
    static UTF8String encode(String text) throws Misfit {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : 0)) {
                    throw new Misfit("half a surrogate pair (an escape from \\ud800 to \\udfff) is no character");
                }
                i++;
            }
        }
        return UTF8String.fromString(text);
    }

    /** Passes over the current value, which no column wants, and holds it to the same grammar. */
    void skip() throws IOException, Misfit {
        JsonToken token = token();
        if (token == JsonToken.VALUE_STRING) {
            text();
        } else if (token == JsonToken.START_OBJECT) {
            skipObject();
        } else if (token == JsonToken.START_ARRAY) {
            skipArray();
        }
    }

    private void skipObject() throws IOException, Misfit {
        enter();
        Set<String> names = new HashSet<>();
        String name;
        while ((name = nextName()) != null) {
            try {
                encode(name);
                Misfit.rejectRepeated(!names.add(name));
                nextValue();
                skip();
            } catch (Misfit e) {
                throw e.inField(name);
            }
        }
        leave();
    }

    private void skipArray() throws IOException, Misfit {
        enter();
        for (int i = 0; nextValue() != JsonToken.END_ARRAY; i++) {
            try {
                skip();
            } catch (Misfit e) {
                throw e.atIndex(i);
            }
        }
        leave();
    }
}
