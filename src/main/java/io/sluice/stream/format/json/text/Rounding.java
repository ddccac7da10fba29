package io.sluice.stream.format.json.text;

import io.sluice.stream.format.Misfit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * When a binary floating point number stands for a decimal one without loss: if its exact value, rounded to as many
 * significant digits as the decimal has, is that decimal. So 0.1 fits a DOUBLE and 9007199254740993 does not.
 */
public final class Rounding {

    /** No double has more significant digits than this when written out exactly, and none is below or above this. */
    private static final int MOST_DIGITS = 767;

    private static final int LARGEST_EXPONENT = 400;

    private Rounding() {}

    public static boolean givesBack(double value, NumberLiteral number) {
        MathContext digits = new MathContext(number.digits(), RoundingMode.HALF_EVEN);
        return new BigDecimal(value).round(digits).compareTo(number.exact()) == 0;
    }

    /** Keeps the exact arithmetic small. */
    public static void rejectUnbounded(JsonCursor in, NumberLiteral number, String type) throws Misfit {
        if (number.digits() > MOST_DIGITS || Math.abs(number.integerDigits()) > LARGEST_EXPONENT) {
            throw loss(in, type);
        }
    }

    public static Misfit loss(JsonCursor in, String type) {
        return new Misfit(ValueExcerpt.of(in) + " does not fit into " + type + " without loss");
    }
}
