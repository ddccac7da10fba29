package io.sluice.stream.format.json;

import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.NumberLiteral;
import io.sluice.stream.format.json.text.ValueExcerpt;
import java.math.BigInteger;
import java.util.function.LongFunction;
import org.apache.spark.sql.types.DataType;

/** Reads a whole number, however it is written, into an integral type. */
final class IntegralReader implements ValueReader {

    private static final int LONG_DIGITS = 19;
    private static final int SAFE_DIGITS = 18;

    private final NumberLiteral number = new NumberLiteral();
    private final String type;
    private final long min;
    private final long max;
    private final LongFunction<Object> box;

    IntegralReader(DataType type, long min, long max, LongFunction<Object> box) {
        this.type = (type.sql().startsWith("I") ? "an " : "a ") + type.sql();
        this.min = min;
        this.max = max;
        this.box = box;
    }

    @Override
    public Object read(JsonCursor in) throws Misfit {
        number.take(in, type);
        if (number.isZero()) {
            return box.apply(0);
        }
        if (number.exponent() < 0) {
            throw new Misfit(ValueExcerpt.of(in) + " is not " + type);
        }
        if (number.integerDigits() <= SAFE_DIGITS) {
            return inRange(in, number.shifted(0));
        }
        if (number.integerDigits() <= LONG_DIGITS) {
            BigInteger value = number.exact().toBigIntegerExact();
            if (value.bitLength() < Long.SIZE) {
                return inRange(in, value.longValue());
            }
        }
        throw outOfRange(in);
    }

    private Object inRange(JsonCursor in, long value) throws Misfit {
        if (value < min || value > max) {
            throw outOfRange(in);
        }
        return box.apply(value);
    }

    private Misfit outOfRange(JsonCursor in) {
        return new Misfit(ValueExcerpt.of(in) + " is out of range for " + type + " (" + min + " to " + max + ")");
    }
}
