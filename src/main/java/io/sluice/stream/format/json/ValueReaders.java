package io.sluice.stream.format.json;

import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Compiles a schema into readers. */
final class ValueReaders {

    private ValueReaders() {}

    static StructReader struct(StructType type, boolean rejectUnknownFields) {
        return new StructReader(type, rejectUnknownFields);
    }

    /** @throws IllegalArgumentException if JSON cannot be read into the type */
    static ValueReader of(DataType type, boolean rejectUnknownFields) {
        if (type instanceof StructType struct) {
            return struct(struct, rejectUnknownFields);
        }
        if (type instanceof ArrayType array) {
            return new ArrayReader(of(array.elementType(), rejectUnknownFields), array.containsNull());
        }
        if (type instanceof MapType map && map.keyType().equals(DataTypes.StringType)) {
            return new MapReader(of(map.valueType(), rejectUnknownFields), map.valueContainsNull());
        }
        ValueReader scalar = scalar(type);
        if (scalar == null) {
            throw new IllegalArgumentException("JSON cannot be read into the type " + type.sql());
        }
        return scalar;
    }

    /** A reader for a type without parts; null if there is none. */
    static @Nullable ValueReader scalar(DataType type) {
        if (type instanceof DecimalType decimal) {
            return new DecimalReader(decimal);
        }
        return switch (type.typeName()) {
            case "string" -> new TextReader();
            case "boolean" -> new BooleanReader();
            case "byte" -> new IntegralReader(type, Byte.MIN_VALUE, Byte.MAX_VALUE, v -> (byte) v);
            case "short" -> new IntegralReader(type, Short.MIN_VALUE, Short.MAX_VALUE, v -> (short) v);
            case "integer" -> new IntegralReader(type, Integer.MIN_VALUE, Integer.MAX_VALUE, v -> (int) v);
            case "long" -> new IntegralReader(type, Long.MIN_VALUE, Long.MAX_VALUE, v -> v);
            case "float" -> new FloatReader();
            case "double" -> new DoubleReader();
            case "binary" -> new BinaryReader();
            case "date" -> new DateReader();
            case "timestamp" -> new TimestampReader(true);
            case "timestamp_ntz" -> new TimestampReader(false);
            default -> null;
        };
    }
}
