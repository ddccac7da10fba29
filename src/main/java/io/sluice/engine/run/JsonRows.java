package io.sluice.engine.run;

import io.sluice.stream.column.ColumnType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Makes of Spark's rows what JSON has: each value in the form in which the results of a store have it. One thread. */
final class JsonRows {

    /** What the rows of one record may take: as much as a page of results. */
    private static final long MAX_BYTES = 4 << 20;

    private static final int OF_A_VALUE = 16;

    private final StructType columns;
    private long bytes;

    JsonRows(StructType columns) {
        this.columns = columns;
    }

    /** The first of the rows, up to some MiB; always one if there is one. */
    List<Map<String, @Nullable Object>> of(List<InternalRow> rows) {
        bytes = 0;
        List<Map<String, @Nullable Object>> written = new ArrayList<>();
        for (int i = 0; i < rows.size() && bytes < MAX_BYTES; i++) {
            written.add(struct(rows.get(i), columns));
        }
        return written;
    }

    Map<String, @Nullable Object> of(InternalRow row) {
        return struct(row, columns);
    }

    private Map<String, @Nullable Object> struct(InternalRow row, StructType type) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        StructField[] fields = type.fields();
        for (int i = 0; i < fields.length; i++) {
            struct.put(fields[i].name(), value(row, i, fields[i].dataType()));
        }
        return struct;
    }

    private @Nullable Object value(SpecializedGetters row, int i, DataType type) {
        bytes += OF_A_VALUE;
        if (row.isNullAt(i)) {
            return null;
        }
        return switch (ColumnType.of(type)) {
            case STRING -> weighed(row.getUTF8String(i).toString());
            case BOOLEAN -> row.getBoolean(i);
            case TINYINT -> (long) row.getByte(i);
            case SMALLINT -> (long) row.getShort(i);
            case INT -> (long) row.getInt(i);
            case BIGINT -> row.getLong(i);
            case FLOAT -> row.getFloat(i);
            case DOUBLE -> row.getDouble(i);
            case DECIMAL -> {
                DecimalType decimal = (DecimalType) type;
                yield row.getDecimal(i, decimal.precision(), decimal.scale()).toJavaBigDecimal();
            }
            case DATE -> LocalDate.ofEpochDay(row.getInt(i)).toString();
            case TIMESTAMP -> time(row.getLong(i));
            case TIMESTAMP_NTZ -> {
                String utc = time(row.getLong(i));
                yield utc.substring(0, utc.length() - 1);
            }
            case BINARY -> weighed(Base64.getEncoder().encodeToString(row.getBinary(i)));
            case ARRAY -> list(row.getArray(i), ((ArrayType) type).elementType());
            case STRUCT -> {
                StructType struct = (StructType) type;
                yield struct(row.getStruct(i, struct.length()), struct);
            }
            case MAP -> map(row.getMap(i), (MapType) type);
        };
    }

    private String weighed(String text) {
        bytes += text.length();
        return text;
    }

    private static String time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private List<@Nullable Object> list(ArrayData array, DataType element) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < array.numElements(); i++) {
            list.add(value(array, i, element));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(MapData entries, MapType type) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.numElements(); i++) {
            map.put(
                    String.valueOf(value(entries.keyArray(), i, type.keyType())),
                    value(entries.valueArray(), i, type.valueType()));
        }
        return map;
    }
}
