package io.sluice.stream.format.json.text;

import io.sluice.stream.format.Misfit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * A JSON number taken apart into {@code ± digits × 10^exponent} without zeros at either end of the digits, so that
 * {@code 1.0}, {@code 1} and {@code 10e-1} are one number. Costs time linear in the literal's length whatever its
 * exponent. Reused for each number.
 */
public final class NumberLiteral {

    private static final long[] POWERS = powersOfTen();
    private static final int LONG_DIGITS = 18;
    private static final long EXPONENT_LIMIT = 1_000_000_000_000L;

    private byte[] bytes = {};
    private int start;
    private boolean negative;
    private int digits;
    private long exponent;
    private long significand;
    private int pendingZeros;

    /**
     * Takes the cursor's value.
     *
     * @param type what it should become, for the reason
     * @throws Misfit if it is not a number
     */
    public void take(JsonCursor in, String type) throws Misfit {
        if (in.token() != JsonToken.NUMBER) {
            throw new Misfit(ValueExcerpt.of(in) + " is not " + type);
        }
        parse(in.bytes(), in.tokenStart());
    }

    private void parse(byte[] source, int from) {
        bytes = source;
        negative = source[from] == '-';
        start = negative ? from + 1 : from;
        digits = 0;
        significand = 0;
        pendingZeros = 0;
        int at = mantissa(start);
        if (at < source.length && (source[at] == 'e' || source[at] == 'E')) {
            exponent += exponentPart(at + 1);
        }
        exponent += pendingZeros;
    }

    /** Reads digits and the point; leaves minus the number of decimals in {@code exponent}. */
    private int mantissa(int from) {
        boolean decimals = false;
        exponent = 0;
        int at = from;
        for (; at < bytes.length; at++) {
            byte c = bytes[at];
            if (c == '.') {
                decimals = true;
            } else if (c >= '0' && c <= '9') {
                digit(c - '0');
                exponent -= decimals ? 1 : 0;
            } else {
                break;
            }
        }
        return at;
    }

    private void digit(int digit) {
        if (digit == 0) {
            pendingZeros += digits == 0 ? 0 : 1;
            return;
        }
        digits += pendingZeros + 1;
        if (digits <= LONG_DIGITS) {
            significand = significand * POWERS[pendingZeros + 1] + digit;
        }
        pendingZeros = 0;
    }

    private long exponentPart(int from) {
        boolean minus = bytes[from] == '-';
        long value = 0;
        for (int at = minus || bytes[from] == '+' ? from + 1 : from; at < bytes.length; at++) {
            if (bytes[at] < '0' || bytes[at] > '9') {
                break;
            }
            value = Math.min(EXPONENT_LIMIT, value * 10 + bytes[at] - '0');
        }
        return minus ? -value : value;
    }

    public boolean isZero() {
        return digits == 0;
    }

    public boolean isNegative() {
        return negative;
    }

    /** How many significant digits the number has; zeros at its end do not count. */
    public int digits() {
        return digits;
    }

    /** Returns the exponent of the last significant digit; without meaning for zero. */
    public long exponent() {
        return exponent;
    }

    /** How many digits stand before the point; zero or negative for a number below one. */
    public long integerDigits() {
        return digits + exponent;
    }

    /** Whether the digits fit into {@link #significand}. */
    boolean isShort() {
        return digits <= LONG_DIGITS;
    }

    /** The digits of a short number, with its sign. */
    public long significand() {
        return negative ? -significand : significand;
    }

    /** {@code number × 10^scale} for a number that is known to be integral then and below 10^18. */
    public long shifted(int scale) {
        return significand() * POWERS[(int) exponent + scale];
    }

    /** The exact value; only for numbers whose digits and exponent are known to be bounded. */
    public BigDecimal exact() {
        BigInteger unscaled = isShort() ? BigInteger.valueOf(significand()) : new BigInteger(signedDigits());
        return new BigDecimal(unscaled, (int) -exponent);
    }

    /** A literal of the same number without needless zeros. */
    public String compact() {
        return (isShort() ? Long.toString(significand()) : signedDigits()) + "E" + exponent;
    }

    private String signedDigits() {
        byte[] text = new byte[digits + 1];
        text[0] = (byte) (negative ? '-' : '+');
        int length = 1;
        for (int at = start; length <= digits; at++) {
            if (bytes[at] != '.' && (length > 1 || bytes[at] != '0')) {
                text[length++] = bytes[at];
            }
        }
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static long[] powersOfTen() {
        long[] powers = new long[LONG_DIGITS + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
