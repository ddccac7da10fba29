package io.sluice.stream.transform;

import io.sluice.stream.column.ColumnType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/** Which types no store has, whatever it is. */
final class StorableTypes {

    private StorableTypes() {}

    /** A clause that follows the column's name, such as {@code is an interval, …}. */
    static Optional<String> objection(DataType type) {
        if (type instanceof NullType) {
            return Optional.of("has no type, because it is always NULL; say which with CAST(… AS …)");
        }
        if (type instanceof CalendarIntervalType
                || type instanceof DayTimeIntervalType
                || type instanceof YearMonthIntervalType) {
            return Optional.of("is an interval, which cannot be stored; make it a number, or text with CAST");
        }
        if (ColumnType.find(type).isEmpty()) {
            return Optional.of("has the type " + type.sql() + ", which cannot be stored");
        }
        if (type instanceof StructType struct && new HashSet<>(List.of(struct.fieldNames())).size() < struct.length()) {
            return Optional.of(
                    "has a struct with two fields of the same name; name its fields with named_struct(…) or AS");
        }
        return inside(type)
                .map(StorableTypes::objection)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** How deep arrays, maps and structs nest. */
    static int depth(DataType type) {
        return inside(type).mapToInt(StorableTypes::depth).max().orElse(0) + 1;
    }

    private static Stream<DataType> inside(DataType type) {
        if (type instanceof ArrayType array) {
            return Stream.of(array.elementType());
        }
        if (type instanceof MapType map) {
            return Stream.of(map.keyType(), map.valueType());
        }
        return type instanceof StructType struct
                ? Arrays.stream(struct.fields()).map(StructField::dataType)
                : Stream.empty();
    }
}
