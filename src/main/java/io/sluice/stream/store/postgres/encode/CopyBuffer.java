package io.sluice.stream.store.postgres.encode;

import io.sluice.stream.flow.RejectedException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Bytes in the text format of COPY, grown as needed and used again and again. Allocates nothing per value. */
public final class CopyBuffer {

    /** No value and no row may be larger, in bytes: Postgres holds fields up to 1 GB, and a heap less. */
    static final int MAX_ROW = 1 << 28;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int length;

    public CopyBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public void truncate(int newLength) {
        length = newLength;
    }

    /**
     * Forgets everything, and gives back what it has grown to.
     *
     * @param most how many bytes it keeps for the next rows
     * @param instead how many it has where it had more
     */
    public void clear(int most, int instead) {
        length = 0;
        if (bytes.length > most) {
            bytes = new byte[instead];
        }
    }

    public void put(int ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
    }

    /** Adds text of which no byte needs an escape. */
    void ascii(String text) {
        int size = text.length();
        reserve(size);
        for (int i = 0; i < size; i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    /** Adds bytes that are already escaped. */
    public void raw(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    public void number(long value) {
        if (value == Long.MIN_VALUE) {
            ascii("-9223372036854775808");
            return;
        }
        if (value < 0) {
            put('-');
            value = -value;
        }
        padded(value, 1);
    }

    /** Adds a value that is not negative, with at least so many digits. */
    void padded(long value, int width) {
        int digits = width;
        for (long power = power(width); digits < 19 && value >= power; power *= 10) {
            digits++;
        }
        reserve(digits);
        length += digits;
        for (int at = length; at > length - digits; value /= 10) {
            bytes[--at] = (byte) ('0' + value % 10);
        }
    }

    /** Text, escaped. Its bytes are scanned eight at a time; hardly any holds a byte to escape. */
    void text(UTF8String value) throws RejectedException {
        int size = value.numBytes();
        checkSize(size);
        reserve(size);
        value.writeToMemory(bytes, Platform.BYTE_ARRAY_OFFSET + (long) length);
        int end = length + size;
        int special = firstSpecial(length, end);
        if (special == end) {
            length = end;
            return;
        }
        byte[] rest = Arrays.copyOfRange(bytes, special, end);
        length = special;
        reserve(2 * rest.length);
        for (byte b : rest) {
            escaped(b);
        }
    }

    /** {@code \\x} and two hexadecimal digits for each byte. */
    void hex(byte[] value) throws RejectedException {
        checkSize(value.length);
        reserve(3 + 2 * value.length);
        ascii("\\\\x");
        for (byte b : value) {
            bytes[length++] = HEX[(b >> 4) & 15];
            bytes[length++] = HEX[b & 15];
        }
    }

    static void checkSize(int size) throws RejectedException {
        if (size > MAX_ROW) {
            throw new RejectedException("it is larger than " + (MAX_ROW >> 20) + " MiB");
        }
    }

    static RejectedException nul() {
        return new RejectedException("the text contains U+0000, which Postgres cannot store");
    }

    private void escaped(byte b) throws RejectedException {
        switch (b) {
            case 0 -> throw nul();
            case '\n' -> escape('n');
            case '\r' -> escape('r');
            case '\t' -> escape('t');
            case '\\' -> escape('\\');
            default -> bytes[length++] = b;
        }
    }

    private void escape(char code) {
        bytes[length++] = '\\';
        bytes[length++] = (byte) code;
    }

    /** The first byte below 14 or a backslash, or {@code end}. */
    private int firstSpecial(int from, int end) {
        int at = from;
        while (at + 8 <= end && !hasSpecial((long) WORDS.get(bytes, at))) {
            at += 8;
        }
        while (at < end && bytes[at] != '\\' && (bytes[at] < 0 || bytes[at] >= 14)) {
            at++;
        }
        return at;
    }

    /** "Bit Twiddling Hacks": determine if a word has a byte less than n, and has a byte equal to n. */
    private static boolean hasSpecial(long word) {
        long backslash = word ^ (ONES * '\\');
        return ((((word - ONES * 14) & ~word) | ((backslash - ONES) & ~backslash)) & HIGH_BITS) != 0;
    }

    private static long power(int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }

    private void reserve(int size) {
        if (bytes.length - length < size) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + size));
        }
    }
}
