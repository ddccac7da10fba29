package io.sluice.stream.format.json;

import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.NumberLiteral;
import io.sluice.stream.format.json.text.Rounding;

/** Reads a number into the nearest DOUBLE, if the number can be told from it again. */
final class DoubleReader implements ValueReader {

    /** A decimal of so many digits survives the way into a normal double and back (C's DBL_DIG). */
    private static final int SAFE_DIGITS = 15;

    /** Powers of ten that a double holds exactly. */
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private final NumberLiteral number = new NumberLiteral();

    @Override
    public Object read(JsonCursor in) throws Misfit {
        number.take(in, "a DOUBLE");
        if (number.isZero()) {
            return number.isNegative() ? -0.0 : 0.0;
        }
        long exponent = number.exponent();
        if (number.digits() <= SAFE_DIGITS && Math.abs(exponent) < POWERS.length) {
            // Both operands are exact, so the one rounding is the right one.
            double digits = number.significand();
            return exponent < 0 ? digits / POWERS[(int) -exponent] : digits * POWERS[(int) exponent];
        }
        return slowly(in);
    }

    private Object slowly(JsonCursor in) throws Misfit {
        Rounding.rejectUnbounded(in, number, "a DOUBLE");
        double value = Double.parseDouble(number.compact());
        boolean safe = number.digits() <= SAFE_DIGITS && Math.abs(value) >= Double.MIN_NORMAL;
        if (Double.isInfinite(value) || value == 0 || !(safe || Rounding.givesBack(value, number))) {
            throw Rounding.loss(in, "a DOUBLE");
        }
        return value;
    }
}
