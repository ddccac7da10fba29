package io.sluice.stream.format.json.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The parts of JSON's grammar (RFC 8259) that have no structure: where each of them ends, if it is well formed. */
public final class JsonGrammar {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final String ESCAPES = "\"\\/bfnrtu";
    private static final int HEX_DIGITS = 4;

    private JsonGrammar() {}

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** The first byte from there on that is no white space, or the end. */
    public static int skipSpace(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && isSpace(bytes[at])) {
            at++;
        }
        return at;
    }

    /** @return behind the word, which is {@code true}, {@code false} or {@code null} */
    static int word(byte[] bytes, int from, String word) throws Malformed {
        for (int i = 1; i < word.length(); i++) {
            require(bytes, from + i, word.charAt(i));
        }
        return from + word.length();
    }

    static void require(byte[] bytes, int at, char ascii) throws Malformed {
        if (at >= bytes.length || bytes[at] != ascii) {
            throw Malformed.at(bytes, at);
        }
    }

    /**
     * @param from at its first digit or minus sign
     * @return behind the number
     */
    static int number(byte[] bytes, int from) throws Malformed {
        int first = bytes[from] == '-' ? from + 1 : from;
        int at = digits(bytes, first);
        if (bytes[first] == '0' && at > first + 1) {
            throw Malformed.at(bytes, first);
        }
        if (at < bytes.length && bytes[at] == '.') {
            at = digits(bytes, at + 1);
        }
        return at < bytes.length && (bytes[at] | 0x20) == 'e' ? exponent(bytes, at + 1) : at;
    }

    private static int exponent(byte[] bytes, int from) throws Malformed {
        boolean signed = from < bytes.length && (bytes[from] == '+' || bytes[from] == '-');
        return digits(bytes, signed ? from + 1 : from);
    }

    /** Returns the index behind the digits, of which there must be one. */
    private static int digits(byte[] bytes, int from) throws Malformed {
        int at = from;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw Malformed.at(bytes, at);
        }
        return at;
    }

    /**
     * The first byte of a string that does not stand for itself: a quote, a backslash, a control character, or the end of
     * the bytes. Eight at a time.
     */
    static int special(byte[] bytes, int from) {
        int at = from;
        for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
            long found = specials((long) WORDS.get(bytes, at));
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        while (at < bytes.length && bytes[at] != '"' && bytes[at] != '\\' && (bytes[at] < 0 || bytes[at] >= ' ')) {
            at++;
        }
        return at;
    }

    /**
     * The high bit of each such byte. One behind the first may be wrong, as "Bit Twiddling Hacks" says of the test for a
     * byte that is less than another, but nobody looks there.
     */
    private static long specials(long word) {
        long quote = word ^ (ONES * '"');
        long backslash = word ^ (ONES * '\\');
        return (((word - ONES * ' ') & ~word) | ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash))
                & HIGH_BITS;
    }

    /**
     * @param from at its backslash
     * @return behind the escape
     */
    static int escape(byte[] bytes, int from) throws Malformed {
        int code = from + 1;
        if (code >= bytes.length || ESCAPES.indexOf(bytes[code]) < 0) {
            throw Malformed.at(bytes, code);
        }
        if (bytes[code] != 'u') {
            return code + 1;
        }
        for (int at = code + 1; at <= code + HEX_DIGITS; at++) {
            if (at >= bytes.length || Character.digit(bytes[at], 16) < 0) {
                throw Malformed.at(bytes, at);
            }
        }
        return code + 1 + HEX_DIGITS;
    }

    /** The number that four hexadecimal digits stand for. */
    static int hex(byte[] bytes, int from) {
        return Integer.parseInt(new String(bytes, from, HEX_DIGITS, StandardCharsets.US_ASCII), 16);
    }
}
