package io.sluice.stream.format.json.text;

import io.sluice.stream.format.Misfit;
import org.apache.spark.unsafe.types.UTF8String;

/** A string without its escapes, as UTF-8: no escape is shorter than the character that it stands for. */
final class Unescaped {

    private static final int SURROGATE_PAIR = 12;
    private static final int UNICODE = 6;

    private final byte[] source;
    private final byte[] text;
    private int length;

    private Unescaped(byte[] source, int longest) {
        this.source = source;
        this.text = new byte[longest];
    }

    /**
     * @param from the first byte in the quotes, whose escapes are well formed
     * @throws Misfit if it has half a surrogate pair, which is no character
     */
    static UTF8String of(byte[] source, int from, int to) throws Misfit {
        Unescaped unescaped = new Unescaped(source, to - from);
        int at = from;
        while (at < to) {
            at = source[at] == '\\' ? unescaped.escape(at) : unescaped.plain(at);
        }
        return UTF8String.fromBytes(unescaped.text, 0, unescaped.length);
    }

    private int plain(int at) {
        text[length++] = source[at];
        return at + 1;
    }

    private int escape(int at) throws Misfit {
        byte code = source[at + 1];
        if (code == 'u') {
            return unicode(at);
        }
        text[length++] = switch (code) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> code;
        };
        return at + 2;
    }

    private int unicode(int at) throws Misfit {
        char first = (char) JsonGrammar.hex(source, at + 2);
        if (!Character.isSurrogate(first)) {
            encode(first);
            return at + UNICODE;
        }
        // What follows is in the quotes, or the quote itself: a pair needs twelve bytes.
        boolean escaped =
                at + SURROGATE_PAIR <= source.length && source[at + UNICODE] == '\\' && source[at + UNICODE + 1] == 'u';
        char second = escaped ? (char) JsonGrammar.hex(source, at + UNICODE + 2) : 0;
        if (!Character.isSurrogatePair(first, second)) {
            throw new Misfit("half a surrogate pair (an escape from \\ud800 to \\udfff) is no character");
        }
        encode(Character.toCodePoint(first, second));
        return at + SURROGATE_PAIR;
    }

    private void encode(int codePoint) {
        if (codePoint < 0x80) {
            text[length++] = (byte) codePoint;
            return;
        }
        if (codePoint < 0x800) {
            text[length++] = (byte) (0xC0 | codePoint >> 6);
        } else {
            if (codePoint < 0x10000) {
                text[length++] = (byte) (0xE0 | codePoint >> 12);
            } else {
                text[length++] = (byte) (0xF0 | codePoint >> 18);
                continuation(codePoint >> 12);
            }
            continuation(codePoint >> 6);
        }
        continuation(codePoint);
    }

    private void continuation(int bits) {
        text[length++] = (byte) (0x80 | bits & 0x3F);
    }
}
