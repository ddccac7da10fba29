package io.sluice.stream.column;

import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.VarcharType;

/**
 * The types that a column can have, on the whole way from a record to a store and back. Whoever treats them differently
 * switches over this enum without a default, so that the compiler finds every place where a new type matters.
 */
public enum ColumnType {
    /** Text, of CHAR and VARCHAR columns as well: nothing pads or cuts a record's text. */
    STRING(StringType.class, CharType.class, VarcharType.class),
    BOOLEAN(BooleanType.class),
    TINYINT(ByteType.class),
    SMALLINT(ShortType.class),
    INT(IntegerType.class),
    BIGINT(LongType.class),
    FLOAT(FloatType.class),
    DOUBLE(DoubleType.class),
    /** Always a {@link DecimalType}, which has the digits. */
    DECIMAL(DecimalType.class),
    DATE(DateType.class),
    TIMESTAMP(TimestampType.class),
    TIMESTAMP_NTZ(TimestampNTZType.class),
    BINARY(BinaryType.class),
    /** Always an {@link ArrayType}, which has the elements' type. */
    ARRAY(ArrayType.class),
    /** Always a {@link StructType}, which has the fields. */
    STRUCT(StructType.class),
    /** Always a {@link MapType}, which has the keys' and the values' type. */
    MAP(MapType.class);

    private static final ColumnType[] ALL = values();

    private final Class<?>[] sparkTypes;

    ColumnType(Class<?>... sparkTypes) {
        this.sparkTypes = sparkTypes;
    }

    /** @throws IllegalArgumentException if no column can have the type, such as an interval */
    public static ColumnType of(DataType type) {
        return find(type).orElseThrow(() -> new IllegalArgumentException("No column can have the type " + type.sql()));
    }

    /** Returns empty for a type that no column can have. */
    public static Optional<ColumnType> find(DataType type) {
        for (ColumnType column : ALL) {
            if (column.holds(type)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    /** Whether a value has others in it. */
    public boolean isNested() {
        return switch (this) {
            case ARRAY, STRUCT, MAP -> true;
            case STRING, BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL -> false;
            case DATE, TIMESTAMP, TIMESTAMP_NTZ, BINARY -> false;
        };
    }

    private boolean holds(DataType type) {
        for (Class<?> spark : sparkTypes) {
            if (spark.isInstance(type)) {
                return true;
            }
        }
        return false;
    }
}
