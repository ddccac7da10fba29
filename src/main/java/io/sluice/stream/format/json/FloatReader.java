package io.sluice.stream.format.json;

import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.NumberLiteral;
import io.sluice.stream.format.json.text.Rounding;

/** Reads a number into the nearest FLOAT, if the number can be told from it again. */
final class FloatReader implements ValueReader {

    /** A decimal of so many digits survives the way into a normal float and back (C's FLT_DIG). */
    private static final int SAFE_DIGITS = 6;

    private final NumberLiteral number = new NumberLiteral();

    @Override
    public Object read(JsonCursor in) throws Misfit {
        number.take(in, "a FLOAT");
        if (number.isZero()) {
            return number.isNegative() ? -0.0f : 0.0f;
        }
        Rounding.rejectUnbounded(in, number, "a FLOAT");
        float value = Float.parseFloat(number.compact());
        boolean safe = number.digits() <= SAFE_DIGITS && Math.abs(value) >= Float.MIN_NORMAL;
        if (Float.isInfinite(value) || value == 0 || !(safe || Rounding.givesBack(value, number))) {
            throw Rounding.loss(in, "a FLOAT");
        }
        return value;
    }
}
