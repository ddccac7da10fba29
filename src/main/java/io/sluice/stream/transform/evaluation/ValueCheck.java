package io.sluice.stream.transform.evaluation;

import io.sluice.stream.column.ColumnType;
import io.sluice.stream.column.StorableTimes;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.text.Utf8;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Holds a value that an expression made to what every store keeps alike: text is UTF-8, a map has a key once, days and
 * times are of the years 0001 to 9999. Spark's types promise none of it, and each store would do something else with
 * what is not so.
 */
@FunctionalInterface
interface ValueCheck {

    /** @param index of a value that may be null */
    void check(SpecializedGetters values, int index) throws RejectedException;

    /**
     * A check for values of a type, for one thread; null if any value of it will do.
     *
     * @param utf8 shared by the checks of a task
     */
    static @Nullable ValueCheck of(DataType type, Utf8 utf8) {
        return switch (ColumnType.of(type)) {
            case STRING ->
                present((row, i) -> require(
                        utf8.isValid(row.getUTF8String(i)),
                        "it is text that is not valid UTF-8; "
                                + "keep such bytes as BINARY, or as text by base64 or hex"));
            case DATE -> present((row, i) -> require(StorableTimes.holdDay(row.getInt(i)), years()));
            case TIMESTAMP, TIMESTAMP_NTZ ->
                present((row, i) -> require(StorableTimes.holdMicros(row.getLong(i)), years()));
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL, BINARY -> null;
            case ARRAY -> array((ArrayType) type, utf8);
            case STRUCT -> struct((StructType) type, utf8);
            case MAP -> map((MapType) type, utf8);
        };
    }

    private static @Nullable ValueCheck array(ArrayType type, Utf8 utf8) {
        ValueCheck element = of(type.elementType(), utf8);
        return element == null ? null : present((row, i) -> all(element, row.getArray(i)));
    }

    private static String years() {
        return "its year is not one of 0001 to 9999";
    }

    private static ValueCheck present(ValueCheck check) {
        return (row, i) -> {
            if (!row.isNullAt(i)) {
                check.check(row, i);
            }
        };
    }

    private static void require(boolean holds, String otherwise) throws RejectedException {
        if (!holds) {
            throw new RejectedException(otherwise);
        }
    }

    private static @Nullable ValueCheck struct(StructType type, Utf8 utf8) {
        @Nullable ValueCheck[] fields = new ValueCheck[type.length()];
        boolean any = false;
        for (int f = 0; f < fields.length; f++) {
            fields[f] = of(type.apply(f).dataType(), utf8);
            any |= fields[f] != null;
        }
        return !any
                ? null
                : present((row, i) -> {
                    SpecializedGetters struct = row.getStruct(i, fields.length);
                    for (int f = 0; f < fields.length; f++) {
                        ValueCheck field = fields[f];
                        if (field != null) {
                            field.check(struct, f);
                        }
                    }
                });
    }

    private static ValueCheck map(MapType type, Utf8 utf8) {
        ValueCheck key = of(type.keyType(), utf8);
        ValueCheck value = of(type.valueType(), utf8);
        return present((row, i) -> {
            ArrayData keys = row.getMap(i).keyArray();
            if (key != null) {
                all(key, keys);
            }
            Set<Object> seen = new HashSet<>();
            for (int k = 0; k < keys.numElements(); k++) {
                require(seen.add(keys.get(k, type.keyType())), "a map has a key twice");
            }
            if (value != null) {
                all(value, row.getMap(i).valueArray());
            }
        });
    }

    private static void all(ValueCheck element, ArrayData values) throws RejectedException {
        for (int i = 0; i < values.numElements(); i++) {
            element.check(values, i);
        }
    }
}
