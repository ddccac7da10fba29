package io.sluice.stream.store.mongo.layout;

import io.sluice.stream.flow.RejectedException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Decimal128;

/**
 * A value of the version column, in full precision: a TIMESTAMP is its microseconds and a DATE its days since the
 * epoch, because a BSON date would make versions equal that are not. All versions of a column have the same class.
 */
public record Version(Comparable<?> value) implements Comparable<Version> {

    private static final Set<DataType> ORDERED = Set.of(
            DataTypes.ByteType,
            DataTypes.ShortType,
            DataTypes.IntegerType,
            DataTypes.LongType,
            DataTypes.FloatType,
            DataTypes.DoubleType,
            DataTypes.DateType,
            DataTypes.TimestampType,
            DataTypes.TimestampNTZType,
            DataTypes.StringType);

    /** The last code point before the surrogates, and the first byte of its UTF-8. */
    private static final int ESCAPE = 0xD7FF;

    private static final int LEAD_OF_ESCAPE = 0xED;
    private static final int DIGITS = 0x4000;

    /** Whether Mongo orders the type as Spark does. */
    static boolean isVersion(DataType type) {
        return ORDERED.contains(type)
                || (type instanceof DecimalType decimal && decimal.precision() <= DocumentLayout.DECIMAL128_DIGITS);
    }

    public static Version of(InternalRow row, int column, DataType type) throws RejectedException {
        if (type instanceof DecimalType decimal) {
            return new Version(
                    row.getDecimal(column, decimal.precision(), decimal.scale()).toJavaBigDecimal());
        }
        Object value = row.get(column, type);
        if (value instanceof UTF8String text) {
            return new Version(ordered(text));
        }
        if (value instanceof Float || value instanceof Double) {
            return new Version(number(((Number) value).doubleValue()));
        }
        return new Version(((Number) value).longValue());
    }

    /**
     * Text whose order is the same by its bytes, as Mongo and this JVM compare it, and by its UTF-16 units, as Mongo's
     * stand-in does: characters from U+D7FF on, which the two order otherwise, become three below that.
     */
    private static UTF8String ordered(UTF8String text) {
        byte[] utf8 = text.getBytes();
        for (byte b : utf8) {
            if (b < 0 && Byte.toUnsignedInt(b) >= LEAD_OF_ESCAPE) {
                return UTF8String.fromString(escaped(text.toString()));
            }
        }
        return UTF8String.fromBytes(utf8.clone());
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < ESCAPE) {
                escaped.appendCodePoint(c);
            } else {
                escaped.appendCodePoint(ESCAPE)
                        .appendCodePoint(DIGITS + (c >> 12))
                        .appendCodePoint(DIGITS + (c & 0xFFF));
            }
        });
        return escaped.toString();
    }

    /** Adding zero turns -0.0 into 0.0, which is what Mongo compares. */
    private static Double number(double value) throws RejectedException {
        if (Double.isNaN(value)) {
            throw new RejectedException("The version is NaN, which is neither older nor newer than any other");
        }
        return value + 0.0;
    }

    /** Appends the version as an element of an open document. */
    public void write(BasicOutputBuffer out, byte[] name) {
        if (value instanceof Long number) {
            Bson.int64(out, name, number);
        } else if (value instanceof Double number) {
            Bson.float64(out, name, number);
        } else if (value instanceof BigDecimal number) {
            Bson.decimal128(out, name, new Decimal128(number));
        } else {
            Bson.string(out, name, ((UTF8String) value).getBytes());
        }
    }

    /** The version as the same BSON value that {@link #write} appends. */
    public BsonValue bson() {
        if (value instanceof Long number) {
            return new BsonInt64(number);
        }
        if (value instanceof Double number) {
            return new BsonDouble(number);
        }
        if (value instanceof BigDecimal number) {
            return new BsonDecimal128(new Decimal128(number));
        }
        return new BsonString(value.toString());
    }

    /** What {@link #write} appended; empty if it is nothing of the kind. */
    public static Optional<Version> of(BsonValue stored) {
        return switch (stored.getBsonType()) {
            case INT32, INT64 -> Optional.of(new Version(stored.asNumber().longValue()));
            case DOUBLE -> Optional.of(new Version(stored.asDouble().getValue()));
            case DECIMAL128 ->
                Optional.of(new Version(stored.asDecimal128().getValue().bigDecimalValue()));
            case STRING ->
                Optional.of(new Version(UTF8String.fromString(stored.asString().getValue())));
            default -> Optional.empty();
        };
    }

    /** How Mongo compares them, also if the column had another type once; empty if to it neither is the larger one. */
    public OptionalInt compareAs(Version other) {
        if (value.getClass() == other.value.getClass()) {
            return OptionalInt.of(compareTo(other));
        }
        if (value instanceof Number one && other.value instanceof Number two) {
            double first = one.doubleValue();
            double second = two.doubleValue();
            return OptionalInt.of(
                    Double.isFinite(first) && Double.isFinite(second)
                            ? new BigDecimal(one.toString()).compareTo(new BigDecimal(two.toString()))
                            : Double.compare(first, second));
        }
        return OptionalInt.empty();
    }

    @Override
    @SuppressWarnings("unchecked")
    public int compareTo(Version other) {
        return ((Comparable<Object>) value).compareTo(other.value);
    }
}
