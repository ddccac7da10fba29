package io.sluice.stream.format.json;

import io.sluice.stream.column.ColumnType;
import io.sluice.stream.flow.Mask;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Compiles a schema into readers. */
final class ValueReaders {

    private ValueReaders() {}

    static StructReader struct(StructType type, boolean rejectUnknownFields, Mask mask) {
        return new StructReader(type, rejectUnknownFields, mask);
    }

    /**
     * @param mask what of the values no reason quotes
     * @throws IllegalArgumentException if JSON cannot be read into the type
     */
    static ValueReader of(DataType type, boolean rejectUnknownFields, Mask mask) {
        return mask.isNone()
                ? of(type, rejectUnknownFields)
                : new MaskedReader(quoting(type, rejectUnknownFields, mask), mask, ColumnType.of(type));
    }

    /** @throws IllegalArgumentException if JSON cannot be read into the type */
    static ValueReader of(DataType type, boolean rejectUnknownFields) {
        return quoting(type, rejectUnknownFields, Mask.NONE);
    }

    private static ValueReader quoting(DataType type, boolean rejectUnknownFields, Mask mask) {
        return switch (ColumnType.of(type)) {
            case STRING -> new TextReader();
            case BOOLEAN -> new BooleanReader();
            case TINYINT -> new IntegralReader(type, Byte.MIN_VALUE, Byte.MAX_VALUE, v -> (byte) v);
            case SMALLINT -> new IntegralReader(type, Short.MIN_VALUE, Short.MAX_VALUE, v -> (short) v);
            case INT -> new IntegralReader(type, Integer.MIN_VALUE, Integer.MAX_VALUE, v -> (int) v);
            case BIGINT -> new IntegralReader(type, Long.MIN_VALUE, Long.MAX_VALUE, v -> v);
            case FLOAT -> new FloatReader();
            case DOUBLE -> new DoubleReader();
            case DECIMAL -> new DecimalReader((DecimalType) type);
            case DATE -> new DateReader();
            case TIMESTAMP -> new TimestampReader(true);
            case TIMESTAMP_NTZ -> new TimestampReader(false);
            case BINARY -> new BinaryReader();
            case ARRAY -> array((ArrayType) type, rejectUnknownFields, mask);
            case STRUCT -> struct((StructType) type, rejectUnknownFields, mask);
            case MAP -> map((MapType) type, rejectUnknownFields);
        };
    }

    private static ValueReader array(ArrayType type, boolean rejectUnknownFields, Mask mask) {
        return new ArrayReader(of(type.elementType(), rejectUnknownFields, mask), type.containsNull());
    }

    private static ValueReader map(MapType type, boolean rejectUnknownFields) {
        if (ColumnType.of(type.keyType()) != ColumnType.STRING) {
            throw new IllegalArgumentException("JSON cannot be read into the type " + type.sql());
        }
        return new MapReader(of(type.valueType(), rejectUnknownFields), type.valueContainsNull());
    }
}
