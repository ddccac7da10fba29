package io.sluice.inference;

import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Schemas as the text of a column list, which a definition takes. */
final class Ddl {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Ddl() {}

    static String of(StructType schema) {
        return list(schema, " ");
    }

    static String of(StructField column) {
        return name(column.name()) + " " + type(column.dataType()) + notNull(column);
    }

    private static String list(StructType schema, String between) {
        return Arrays.stream(schema.fields())
                .map(field -> name(field.name()) + between + type(field.dataType()) + notNull(field))
                .collect(Collectors.joining(", "));
    }

    private static String notNull(StructField field) {
        return field.nullable() ? "" : " NOT NULL";
    }

    static String type(DataType type) {
        return type(type, struct -> "STRUCT<" + list(struct, ": ") + ">");
    }

    /** Returns the type without the fields of structs, to be read. */
    static String brief(DataType type) {
        return type(type, struct -> "STRUCT");
    }

    private static String type(DataType type, Function<StructType, String> structs) {
        if (type instanceof StructType struct) {
            return structs.apply(struct);
        }
        if (type instanceof ArrayType array) {
            return "ARRAY<" + type(array.elementType(), structs) + ">";
        }
        if (type instanceof MapType map) {
            return "MAP<" + type(map.keyType(), structs) + ", " + type(map.valueType(), structs) + ">";
        }
        return type.sql();
    }

    /** Returns the name as a schema takes it: in backticks where it needs them. */
    static String name(String name) {
        return PLAIN.matcher(name).matches() ? name : quoted(name);
    }

    /** Returns the name in backticks. */
    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
