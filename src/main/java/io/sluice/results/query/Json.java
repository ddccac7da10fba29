package io.sluice.results.query;

import io.sluice.stream.column.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How values stand in an answer, by the type of their column, so that all stores say the same of the same value. */
public final class Json {

    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /** Writes a time as ISO 8601, with as many groups of decimals as needed. */
    public static String timestamp(Instant time) {
        return time.toString();
    }

    /** Writes a time like {@link #timestamp}, but without an offset, because the value has none. */
    public static String local(LocalDateTime time) {
        String text = time.toInstant(ZoneOffset.UTC).toString();
        return text.substring(0, text.length() - 1);
    }

    /** Gives a decimal the digits of its type behind the point, however the store wrote it. */
    public static BigDecimal decimal(BigDecimal value, DecimalType type) {
        boolean fits = value.stripTrailingZeros().scale() <= type.scale();
        return fits ? value.setScale(type.scale(), RoundingMode.UNNECESSARY) : value;
    }

    /** Reads a nested value from the JSON in which a store keeps it. */
    public static @Nullable Object nested(String json, DataType type) {
        return value(EXACT.readValue(json, Object.class), type);
    }

    /** Makes an answer's object of a row or a nested value; a field that is missing is null. */
    public static Map<String, @Nullable Object> struct(Map<?, ? extends @Nullable Object> fields, StructType type) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        for (StructField field : type.fields()) {
            struct.put(field.name(), value(fields.get(field.name()), field.dataType()));
        }
        return struct;
    }

    private static @Nullable Object value(@Nullable Object value, DataType type) {
        if (value == null) {
            return null;
        }
        return switch (ColumnType.of(type)) {
            case STRING, BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, BINARY -> value;
            case FLOAT -> value instanceof Number number ? number.floatValue() : value;
            case DOUBLE -> value instanceof Number number ? number.doubleValue() : value;
            // A decimal that is too long for a store's numbers is text there.
            case DECIMAL ->
                value instanceof Double
                        ? value
                        : read(value, text -> decimal(new BigDecimal(text), (DecimalType) type));
            case DATE -> value instanceof Instant time ? utc(time).toLocalDate().toString() : value;
            case TIMESTAMP ->
                value instanceof Instant time ? timestamp(time) : read(value, text -> timestamp(Instant.parse(text)));
            case TIMESTAMP_NTZ ->
                value instanceof Instant time
                        ? local(utc(time))
                        : read(value, text -> local(LocalDateTime.parse(text)));
            case STRUCT -> value instanceof Map<?, ?> fields ? struct(fields, (StructType) type) : value;
            case MAP -> value instanceof Map<?, ?> entries ? map(entries, ((MapType) type).valueType()) : value;
            case ARRAY -> value instanceof List<?> elements ? list(elements, ((ArrayType) type).elementType()) : value;
        };
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> entries, DataType type) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        entries.forEach((key, entry) -> map.put(String.valueOf(key), value(entry, type)));
        return map;
    }

    private static List<@Nullable Object> list(List<?> elements, DataType type) {
        List<@Nullable Object> list = new ArrayList<>();
        elements.forEach(element -> list.add(value(element, type)));
        return list;
    }

    /** Reads a value whose text a store has; what is of another form than ours, by whoever wrote it, stays as it is. */
    private static Object read(Object value, Function<String, Object> form) {
        try {
            return form.apply(value.toString());
        } catch (DateTimeException | NumberFormatException e) {
            return value;
        }
    }

    private static LocalDateTime utc(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
