package io.sluice.stream.store.postgres.layout;

import io.sluice.stream.column.ColumnType;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Which Postgres type holds which Spark type. */
public final class PostgresTypes {

    private PostgresTypes() {}

    /** The column type for such values, as the API names it; empty if Postgres has none. */
    public static Optional<String> of(DataType type) {
        return ColumnType.find(type).flatMap(column -> of(column, type));
    }

    private static Optional<String> of(ColumnType column, DataType type) {
        return switch (column) {
            case STRING -> Optional.of("text");
            case TINYINT, SMALLINT -> Optional.of("smallint");
            case INT -> Optional.of("integer");
            case BIGINT -> Optional.of("bigint");
            case FLOAT -> Optional.of("real");
            case DOUBLE -> Optional.of("double precision");
            case DECIMAL -> Optional.of(numeric((DecimalType) type));
            case BOOLEAN -> Optional.of("boolean");
            case DATE -> Optional.of("date");
            case TIMESTAMP -> Optional.of("timestamptz");
            case TIMESTAMP_NTZ -> Optional.of("timestamp");
            case BINARY -> Optional.of("bytea");
            case ARRAY, STRUCT, MAP -> objection(type).isEmpty() ? Optional.of("jsonb") : Optional.empty();
        };
    }

    /** Why Postgres has no type for such values, or empty. */
    static Optional<String> objection(DataType type) {
        if (type instanceof StructType struct) {
            return objection(struct);
        }
        if (type instanceof ArrayType array) {
            return objection(array.elementType());
        }
        if (type instanceof MapType map) {
            return objection(map);
        }
        if (type instanceof NullType) {
            return Optional.of("has no type; give it one with CAST(... AS ...)");
        }
        return of(type).isPresent()
                ? Optional.empty()
                : Optional.of("has the type " + type.sql() + ", which Postgres has no column for;"
                        + " cast it to STRING or to a number");
    }

    private static Optional<String> objection(MapType type) {
        return ColumnType.find(type.keyType()).filter(ColumnType.STRING::equals).isPresent()
                ? objection(type.valueType())
                : Optional.of("has a map whose keys are " + type.keyType().sql() + "; in JSON keys are STRING");
    }

    private static Optional<String> objection(StructType type) {
        for (StructField field : type.fields()) {
            if (field.name().indexOf('\0') >= 0) {
                return Optional.of("has a field whose name contains U+0000, which Postgres cannot store");
            }
            Optional<String> objection = objection(field.dataType());
            if (objection.isPresent()) {
                return objection.map(reason -> "has a field " + field.name() + " that " + reason);
            }
        }
        return Optional.empty();
    }

    private static String numeric(DecimalType type) {
        return "numeric(" + type.precision() + "," + type.scale() + ")";
    }
}
