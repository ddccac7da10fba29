package io.sluice.inference;

import io.sluice.inference.Finding.Remarks;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Which type holds all numbers of a place, each of them exactly. */
final class NumberRules {

    /** A whole number whose largest is beyond this outgrows INT sooner or later. */
    private static final long ROOM = 1L << 30;

    private static final int WHOLE_DIGITS = 20;
    private static final int MORE_DIGITS = 2;
    private static final int FEW_PLACES = 4;

    private static final Pattern NAMED_LIKE_A_TIME =
            Pattern.compile("(?i).*(time|date|epoch|expir|created|modified).*|(.*_)?(ts|at|millis|ms)|.*[a-z](At|Ts)");
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

    private NumberRules() {}

    /** Returns empty if no type holds all of them. */
    static Optional<DataType> type(Numbers numbers) {
        if (numbers.longs == numbers.count) {
            return Optional.of(isRoomy(numbers) ? DataTypes.IntegerType : DataTypes.LongType);
        }
        if (numbers.doubles == numbers.count && numbers.decimalPlaces > 0) {
            return Optional.of(DataTypes.DoubleType);
        }
        if (numbers.areDecimals()) {
            return Optional.of(decimal(numbers));
        }
        return numbers.doubles == numbers.count ? Optional.of(DataTypes.DoubleType) : Optional.empty();
    }

    private static boolean isRoomy(Numbers numbers) {
        return numbers.ints == numbers.count && numbers.greatest < ROOM && numbers.least > -ROOM;
    }

    private static DataType decimal(Numbers numbers) {
        int digits = numbers.decimalPlaces == 0
                ? Math.max(WHOLE_DIGITS, numbers.integerDigits)
                : numbers.roomyDigits(MORE_DIGITS);
        return DataTypes.createDecimalType(Math.max(1, digits + numbers.decimalPlaces), numbers.decimalPlaces);
    }

    /** @param of how many values there are in all */
    static Remarks remarks(String name, Numbers numbers, DataType type, long of) {
        List<Narrower> narrower = new ArrayList<>();
        if (type.equals(DataTypes.LongType)) {
            add(narrower, DataTypes.IntegerType, numbers.ints, of);
        } else if (!type.equals(DataTypes.IntegerType)) {
            add(narrower, DataTypes.LongType, numbers.longs, of);
        }
        if (type.equals(DataTypes.DoubleType) && numbers.areDecimals() && numbers.decimalPlaces <= FEW_PLACES) {
            add(narrower, decimal(numbers), numbers.count, of);
        }
        List<String> hints = new ArrayList<>();
        if (numbers.longs == numbers.count && NAMED_LIKE_A_TIME.matcher(name).matches()) {
            epoch(numbers).ifPresent(hints::add);
        }
        if (type.sql().startsWith("DECIMAL") && numbers.doubles < numbers.count && numbers.longs < numbers.count) {
            hints.add("a DOUBLE would lose digits of " + (numbers.count - numbers.doubles));
        }
        return new Remarks(narrower, List.of(), hints);
    }

    private static void add(List<Narrower> narrower, DataType type, long fitting, long of) {
        if (2 * fitting >= of) {
            narrower.add(Narrower.of(type, fitting, of));
        }
    }

    private static Optional<String> epoch(Numbers numbers) {
        for (ChronoUnit unit : List.of(ChronoUnit.SECONDS, ChronoUnit.MILLIS, ChronoUnit.MICROS)) {
            long first = unit.between(Instant.EPOCH, FIRST);
            long last = unit.between(Instant.EPOCH, LAST);
            if (numbers.least >= first && numbers.greatest < last) {
                String its = unit.toString().toLowerCase(Locale.ROOT);
                return Optional.of("may be " + its + " since 1970, the newest "
                        + Instant.EPOCH.plus(numbers.greatest, unit) + "; timestamp_" + its
                        + "(…) in the transform makes a TIMESTAMP of it");
            }
        }
        return Optional.empty();
    }
}
