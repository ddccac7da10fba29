package io.sluice.stream.store.postgres;

import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Which Postgres type holds which Spark type. */
public final class PostgresTypes {

    private PostgresTypes() {}

    /** The column type for such values, as the API names it; empty if Postgres has none. */
    public static Optional<String> of(DataType type) {
        return switch (kind(type)) {
            case "string", "varchar", "char" -> Optional.of("text");
            case "byte", "short" -> Optional.of("smallint");
            case "integer" -> Optional.of("integer");
            case "long" -> Optional.of("bigint");
            case "float" -> Optional.of("real");
            case "double" -> Optional.of("double precision");
            case "decimal" -> Optional.of(numeric((DecimalType) type));
            case "boolean" -> Optional.of("boolean");
            case "date" -> Optional.of("date");
            case "timestamp" -> Optional.of("timestamptz");
            case "timestamp_ntz" -> Optional.of("timestamp");
            case "binary" -> Optional.of("bytea");
            case "struct", "array", "map" -> objection(type).isEmpty() ? Optional.of("jsonb") : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Why Postgres has no type for such values, or empty. */
    static Optional<String> objection(DataType type) {
        return switch (kind(type)) {
            case "struct" -> objection((StructType) type);
            case "array" -> objection(((ArrayType) type).elementType());
            case "map" -> objection((MapType) type);
            case "void" -> Optional.of("has no type; give it one with CAST(... AS ...)");
            default ->
                of(type).isPresent()
                        ? Optional.empty()
                        : Optional.of("has the type " + type.sql() + ", which Postgres has no column for;"
                                + " cast it to STRING or to a number");
        };
    }

    /** The name of the type without its parameters. */
    static String kind(DataType type) {
        String name = type.typeName();
        int parameters = name.indexOf('(');
        return parameters < 0 ? name : name.substring(0, parameters);
    }

    private static Optional<String> objection(MapType type) {
        return kind(type.keyType()).equals("string")
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
