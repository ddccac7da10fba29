package io.sluice.stream.store.mongo.layout;

import io.sluice.stream.column.ColumnType;
import io.sluice.stream.column.SourceColumns;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Which columns a document can have. Mongo could hold some more names, but its query language could not reach them. */
public final class Documentable {

    /** Mongo's limit is 100 levels, of which the document itself is one. */
    private static final int MAX_DEPTH = 99;

    private Documentable() {}

    public static Optional<String> objection(StructField column) {
        if (SourceColumns.RESERVED.contains(column.name())) {
            return Optional.of("The column name " + column.name() + " is kept for Sluice; give the column an alias");
        }
        return name(column.name()).or(() -> type(column.name(), column.dataType(), 0));
    }

    private static Optional<String> name(String name) {
        if (name.isEmpty()) {
            return Optional.of("A field in Mongo cannot have an empty name; give the column an alias");
        }
        if (name.startsWith("$") || name.indexOf('.') >= 0 || name.indexOf('\0') >= 0) {
            return Optional.of("A field in Mongo cannot be named '" + name.replace("\0", "\\0")
                    + "': no dollar in front, no dot and no NUL; give it an alias");
        }
        return Optional.empty();
    }

    private static Optional<String> type(String column, DataType type, int depth) {
        if (depth > MAX_DEPTH) {
            return Optional.of("Column " + column + " is nested deeper than the 100 levels that a document can have");
        }
        if (type instanceof StructType struct) {
            return first(Arrays.stream(struct.fields())
                    .map(f -> name(f.name()).or(() -> type(column, f.dataType(), depth + 1))));
        }
        if (type instanceof ArrayType array) {
            return type(column, array.elementType(), depth + 1);
        }
        if (type instanceof MapType map) {
            return mapKey(column, map).or(() -> type(column, map.valueType(), depth + 1));
        }
        return ColumnType.find(type).isPresent()
                ? Optional.empty()
                : Optional.of("Column " + column + " has the type " + type.sql()
                        + ", which Mongo cannot hold; cast it, for example to STRING");
    }

    private static Optional<String> mapKey(String column, MapType map) {
        return ColumnType.find(map.keyType()).filter(Documentable::isKey).isPresent()
                ? Optional.empty()
                : Optional.of("Column " + column + " has a map with keys of the type "
                        + map.keyType().sql() + "; in Mongo they can be STRING, BOOLEAN or a whole number");
    }

    private static boolean isKey(ColumnType type) {
        return switch (type) {
            case STRING, BOOLEAN, TINYINT, SMALLINT, INT, BIGINT -> true;
            case FLOAT, DOUBLE, DECIMAL, DATE, TIMESTAMP, TIMESTAMP_NTZ, BINARY, ARRAY, STRUCT, MAP -> false;
        };
    }

    private static Optional<String> first(Stream<Optional<String>> objections) {
        return objections.flatMap(Optional::stream).findFirst();
    }
}
