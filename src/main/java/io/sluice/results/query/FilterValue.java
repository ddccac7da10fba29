package io.sluice.results.query;

import static io.sluice.web.ProblemException.invalidParameter;

import io.sluice.stream.column.ColumnType;
import io.sluice.web.Limits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.function.Function;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Parses a filter's value to its column's type: String, Long, Float, Double, BigDecimal, Boolean, LocalDate,
 * OffsetDateTime for TIMESTAMP, LocalDateTime for TIMESTAMP_NTZ, ByteBuffer for BINARY.
 */
final class FilterValue {

    private static final int MAX_DIGITS = 38;

    private FilterValue() {}

    /**
     * How values of a type are read.
     *
     * @param parse throws an exception if the text is no value of the type
     * @param takes what the type takes, in a sentence
     */
    private record Reading(Function<String, Object> parse, String takes) {}

    /**
     * Parses the value.
     *
     * @throws io.sluice.web.ProblemException INVALID_PARAMETER, saying what the type takes
     */
    static Object parse(Column column, String value) {
        Reading reading = reading(column.type());
        try {
            return reading.parse().apply(value);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw invalidParameter("The value '" + Limits.echo(value) + "' does not fit the column '" + column.name()
                    + "', which takes " + reading.takes());
        }
    }

    static String text(Column column, String value) {
        return (String) parse(column, value);
    }

    static Boolean bool(Column column, String value) {
        return (Boolean) parse(new Column(column.name() + ":isnull", DataTypes.BooleanType), value);
    }

    private static Reading reading(DataType type) {
        String range = " in the range of " + type.sql();
        return switch (ColumnType.of(type)) {
            case STRING -> new Reading(FilterValue::text, "text without NUL characters");
            case TINYINT, SMALLINT, INT, BIGINT -> new Reading(value -> whole(type, value), "a whole number" + range);
            case FLOAT -> new Reading(value -> finite(new BigDecimal(value).floatValue()), "a number" + range);
            case DOUBLE -> new Reading(value -> finite(new BigDecimal(value).doubleValue()), "a number" + range);
            case DECIMAL -> new Reading(FilterValue::decimal, "a number of at most " + MAX_DIGITS + " digits");
            case BOOLEAN -> new Reading(FilterValue::bool, "true or false");
            case DATE -> new Reading(value -> inRange(LocalDate.parse(value)), "a date such as 2023-02-28");
            case TIMESTAMP -> new Reading(FilterValue::instant, "a time such as 2023-02-28T10:15:30Z");
            case TIMESTAMP_NTZ -> new Reading(FilterValue::local, "a time without offset such as 2023-02-28T10:15:30");
            case BINARY ->
                new Reading(value -> ByteBuffer.wrap(Base64.getDecoder().decode(value)), "base64");
            case ARRAY, STRUCT, MAP -> throw new IllegalStateException("It can only be asked whether it is null");
        };
    }

    /** Refuses NUL: no store has text with this character, and some do not even take it as a parameter. */
    private static String text(String value) {
        require(value.indexOf('\0') < 0);
        return value;
    }

    private static Long whole(DataType type, String value) {
        int bits = type.defaultSize() * Byte.SIZE;
        require(value.length() <= 20);
        BigInteger number = new BigInteger(value);
        require(number.bitLength() < bits);
        return number.longValueExact();
    }

    private static BigDecimal decimal(String value) {
        BigDecimal number = new BigDecimal(value);
        require(number.precision() <= MAX_DIGITS && Math.abs(number.scale()) <= MAX_DIGITS);
        return number;
    }

    private static Float finite(float value) {
        require(Float.isFinite(value));
        return value;
    }

    private static Double finite(double value) {
        require(Double.isFinite(value));
        return value;
    }

    private static Boolean bool(String value) {
        require(value.equals("true") || value.equals("false"));
        return value.equals("true");
    }

    private static OffsetDateTime instant(String value) {
        boolean hasOffset = value.endsWith("Z") || value.matches(".*T.*[+-]\\d\\d(:?\\d\\d)?");
        OffsetDateTime time =
                hasOffset ? OffsetDateTime.parse(value) : local(value).atOffset(ZoneOffset.UTC);
        inRange(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate());
        return time;
    }

    private static LocalDateTime local(String value) {
        LocalDateTime time = value.contains("T")
                ? LocalDateTime.parse(value)
                : LocalDate.parse(value).atStartOfDay();
        inRange(time.toLocalDate());
        return time;
    }

    private static LocalDate inRange(LocalDate date) {
        require(date.getYear() >= 1 && date.getYear() <= 9999);
        return date;
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException();
        }
    }
}
