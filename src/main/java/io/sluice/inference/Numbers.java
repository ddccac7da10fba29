package io.sluice.inference;

import io.sluice.stream.column.ColumnType;
import java.math.BigDecimal;
import java.util.Set;

/** The numbers at one place of a sample: how many fit which type. Not thread-safe. */
final class Numbers {

    /** A literal that is longer is no DECIMAL; its exact value would cost more than it tells. */
    private static final int LONGEST = 400;

    private static final int MOST_DIGITS = 38;

    long count;
    long ints;
    long longs;
    long doubles;
    long decimals;
    int integerDigits;
    int decimalPlaces;
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;

    void add(String literal, Set<ColumnType> fits) {
        count++;
        ints += fits.contains(ColumnType.INT) ? 1 : 0;
        longs += fits.contains(ColumnType.BIGINT) ? 1 : 0;
        doubles += fits.contains(ColumnType.DOUBLE) ? 1 : 0;
        if (literal.length() > LONGEST) {
            return;
        }
        BigDecimal exact = new BigDecimal(literal).stripTrailingZeros();
        if (exact.signum() == 0) {
            exact = BigDecimal.ZERO;
        }
        long digits = (long) exact.precision() - exact.scale();
        if (digits <= MOST_DIGITS && exact.scale() <= MOST_DIGITS) {
            decimals++;
            integerDigits = Math.max(integerDigits, (int) digits);
            decimalPlaces = Math.max(decimalPlaces, exact.scale());
        }
        if (fits.contains(ColumnType.BIGINT)) {
            least = Math.min(least, exact.longValue());
            greatest = Math.max(greatest, exact.longValue());
        }
    }

    void add(Numbers other) {
        count += other.count;
        ints += other.ints;
        longs += other.longs;
        doubles += other.doubles;
        decimals += other.decimals;
        integerDigits = Math.max(integerDigits, other.integerDigits);
        decimalPlaces = Math.max(decimalPlaces, other.decimalPlaces);
        least = Math.min(least, other.least);
        greatest = Math.max(greatest, other.greatest);
    }

    /** Whether one DECIMAL holds all of them. */
    boolean areDecimals() {
        return decimals == count && integerDigits + decimalPlaces <= MOST_DIGITS;
    }

    /** How many digits a DECIMAL before its point has that holds them, with room for some more where there is any. */
    int roomyDigits(int room) {
        return Math.min(MOST_DIGITS - decimalPlaces, integerDigits + room);
    }
}
