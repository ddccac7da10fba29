package io.sluice.stream.format.json.text;

import io.sluice.stream.format.Misfit;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The position in one record, whose bytes are known to be valid UTF-8. It holds the record to JSON's grammar as it moves
 * on, and allocates nothing but the values that it hands out. Used again for each record, on one thread.
 *
 * <p>Who reads an object or an array reads all of it, so that what is open is on the callers' stack.
 */
public final class JsonCursor {

    static final int MAX_DEPTH = 100;
    private static final int LONGEST_NAME = 50_000;

    /** What the structs inside of a record may have beside one for each byte of it: memory of some 32 to 64 MiB. */
    private static final int MOST_FIELDS = 8 << 20;

    private byte[] bytes = {};
    /** The next byte that is not read yet. */
    private int at;

    private JsonToken token = JsonToken.END;
    /** The first byte of the current value or field name. */
    private int start;
    /** The closing quote of a string or field name, and whether there are escapes before it. */
    private int end;

    private boolean escaped;
    /** Whether the object or array has only just begun, so that no comma is due. */
    private boolean opened;

    private int depth;
    private long fields;

    /** @param brace where the object begins that is the record */
    public void begin(byte[] record, int brace) {
        bytes = record;
        depth = 0;
        fields = 0;
        at = brace;
        open(JsonToken.OBJECT);
    }

    byte[] bytes() {
        return bytes;
    }

    public JsonToken token() {
        return token;
    }

    /** The index of the first byte of the current value. */
    public int tokenStart() {
        return start;
    }

    /** The index behind the last byte that was read. */
    public int position() {
        return at;
    }

    /**
     * Counts the fields of a struct that is about to be made: an empty object is short, and its struct may be wide.
     *
     * @throws Misfit if the record would have too many
     */
    public void count(int structFields) throws Misfit {
        fields += structFields;
        if (fields > MOST_FIELDS + bytes.length) {
            throw new Misfit("up to here the record has structs with more than " + MOST_FIELDS + " fields together");
        }
    }

    /** Moves to the next field of the object, whose name is then the current one, or behind the object's end. */
    public boolean nextField() throws Malformed {
        if (ends('}')) {
            return false;
        }
        if (nextByte() != '"') {
            throw Malformed.at(bytes, at);
        }
        string();
        nextByte();
        JsonGrammar.require(bytes, at++, ':');
        return true;
    }

    /** Moves to the next element of the array, or behind its end. */
    public JsonToken nextElement() throws Malformed {
        if (ends(']')) {
            token = JsonToken.END;
            return token;
        }
        return value();
    }

    /** Passes over the closing bracket, or else the comma, if one is due. */
    private boolean ends(char bracket) throws Malformed {
        byte next = nextByte();
        if (next == bracket) {
            opened = false;
            at++;
            return true;
        }
        if (!opened) {
            JsonGrammar.require(bytes, at++, ',');
        }
        opened = false;
        return false;
    }

    /** Moves to the value of the current field. */
    public JsonToken value() throws Malformed {
        switch (nextByte()) {
            case '"' -> {
                string();
                token = JsonToken.STRING;
            }
            case '{' -> open(JsonToken.OBJECT);
            case '[' -> open(JsonToken.ARRAY);
            case 't' -> word(JsonToken.TRUE, "true");
            case 'f' -> word(JsonToken.FALSE, "false");
            case 'n' -> word(JsonToken.NULL, "null");
            default -> number();
        }
        return token;
    }

    private void open(JsonToken container) {
        token = container;
        start = at++;
        opened = true;
    }

    private void word(JsonToken meaning, String word) throws Malformed {
        token = meaning;
        start = at;
        at = JsonGrammar.word(bytes, at, word);
    }

    private void number() throws Malformed {
        token = JsonToken.NUMBER;
        start = at;
        at = JsonGrammar.number(bytes, at);
    }

    private void string() throws Malformed {
        start = at;
        escaped = false;
        int next = JsonGrammar.special(bytes, at + 1);
        while (next < bytes.length && bytes[next] == '\\') {
            escaped = true;
            next = JsonGrammar.special(bytes, JsonGrammar.escape(bytes, next));
        }
        JsonGrammar.require(bytes, next, '"');
        end = next;
        at = next + 1;
    }

    /** The next byte that is not white space, not yet read. */
    private byte nextByte() throws Malformed {
        at = JsonGrammar.skipSpace(bytes, at);
        if (at == bytes.length) {
            throw Malformed.at(bytes, at);
        }
        return bytes[at];
    }

    public void enter() throws Misfit {
        if (++depth > MAX_DEPTH) {
            throw new Misfit("nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    public void leave() {
        depth--;
    }

    /** Whether the current field has this name, as UTF-8. False if it is written with escapes: then look at the name. */
    public boolean isNamed(byte[] utf8) {
        return !escaped && Arrays.equals(bytes, start + 1, end, utf8, 0, utf8.length);
    }

    /** The name of the current field. */
    public String name() throws Misfit {
        String name = nameText().toString();
        if (name.length() > LONGEST_NAME) {
            throw new Misfit("a field name is longer than " + LONGEST_NAME + " characters");
        }
        return name;
    }

    private UTF8String nameText() throws Misfit {
        try {
            return text();
        } catch (Misfit e) {
            throw e.inField(new String(bytes, start + 1, end - start - 1, StandardCharsets.UTF_8));
        }
    }

    /** The current string or field name. Shares the record's memory where it has no escapes. */
    public UTF8String text() throws Misfit {
        return escaped ? Unescaped.of(bytes, start + 1, end) : UTF8String.fromBytes(bytes, start + 1, end - start - 1);
    }

    /** The current number as it is written. */
    public String literal() {
        return new String(bytes, start, at - start, StandardCharsets.US_ASCII);
    }

    /** Passes over the current value, which no column wants, and holds it to the same rules. */
    public void skip() throws Malformed, Misfit {
        if (token == JsonToken.STRING) {
            text();
        } else if (token == JsonToken.OBJECT) {
            skipObject();
        } else if (token == JsonToken.ARRAY) {
            skipArray();
        }
    }

    /** Goes back to where the value of a field of the outermost object begins. */
    public void reset(int position) {
        at = position;
        opened = false;
        depth = 1;
    }

    /** Passes over the current value without looking at more than its quotes and brackets. */
    public void pass() throws Malformed {
        if (token != JsonToken.OBJECT && token != JsonToken.ARRAY) {
            return;
        }
        int open = 0;
        int next = start;
        do {
            if (next >= bytes.length) {
                throw Malformed.at(bytes, bytes.length);
            }
            switch (bytes[next++]) {
                case '"' -> next = behindString(next);
                case '{', '[' -> open++;
                case '}', ']' -> open--;
                default -> {
                    // stands between the brackets
                }
            }
        } while (open > 0);
        at = next;
        opened = false;
    }

    private int behindString(int from) {
        int next = JsonGrammar.special(bytes, from);
        while (next < bytes.length && bytes[next] != '"') {
            next = JsonGrammar.special(bytes, Math.min(bytes.length, next + (bytes[next] == '\\' ? 2 : 1)));
        }
        return next + 1;
    }

    private void skipObject() throws Malformed, Misfit {
        enter();
        Set<String> names = new HashSet<>();
        while (nextField()) {
            String name = name();
            try {
                Misfit.rejectRepeated(!names.add(name));
                value();
                skip();
            } catch (Misfit e) {
                throw e.inField(name);
            }
        }
        leave();
    }

    private void skipArray() throws Malformed, Misfit {
        enter();
        for (int i = 0; nextElement() != JsonToken.END; i++) {
            try {
                skip();
            } catch (Misfit e) {
                throw e.atIndex(i);
            }
        }
        leave();
    }
}
