package io.sluice.stream.format.json;

import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.json.text.JsonCursor;
import io.sluice.stream.format.json.text.NumberLiteral;
import io.sluice.stream.format.json.text.ValueExcerpt;
import java.math.BigDecimal;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;

/** Reads a number into a DECIMAL(p,s) that holds it exactly. */
final class DecimalReader implements ValueReader {

    private final NumberLiteral number = new NumberLiteral();
    private final String type;
    private final int precision;
    private final int scale;

    DecimalReader(DecimalType type) {
        this.type = "a " + type.sql();
        this.precision = type.precision();
        this.scale = type.scale();
    }

    @Override
    public Object read(JsonCursor in) throws Misfit {
        number.take(in, type);
        if (number.isZero()) {
            return decimal(BigDecimal.ZERO);
        }
        if (number.exponent() < -scale) {
            throw new Misfit(ValueExcerpt.of(in) + " is not " + type + ": it has more than " + scale + " decimals");
        }
        if (number.integerDigits() > precision - scale) {
            throw new Misfit(ValueExcerpt.of(in) + " is out of range for " + type);
        }
        return precision <= Decimal.MAX_LONG_DIGITS()
                ? Decimal.createUnsafe(number.shifted(scale), precision, scale)
                : decimal(number.exact());
    }

    private Decimal decimal(BigDecimal value) {
        return Decimal.apply(value.setScale(scale), precision, scale);
    }
}
