package io.sluice.results.query;

import io.sluice.stream.flow.ColumnType;
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
        if (type instanceof StructType struct && value instanceof Map<?, ?> fields) {
            return struct(fields, struct);
        }
        if (type instanceof MapType map && value instanceof Map<?, ?> entries) {
            Map<String, @Nullable Object> normal = new LinkedHashMap<>();
            entries.forEach((key, entry) -> normal.put(String.valueOf(key), value(entry, map.valueType())));
            return normal;
        }
        if (type instanceof ArrayType array && value instanceof List<?> elements) {
            List<@Nullable Object> normal = new ArrayList<>();
            elements.forEach(element -> normal.add(value(element, array.elementType())));
            return normal;
        }
        if (value instanceof Number number) {
            return number(number, type);
        }
        if (value instanceof Instant instant) {
            return time(instant, type);
        }
        return value instanceof String text ? text(text, type) : value;
    }

    private static Object number(Number value, DataType type) {
        if (type instanceof DecimalType decimal && !(value instanceof Double)) {
            return decimal(new BigDecimal(value.toString()), decimal);
        }
        return switch (ColumnType.of(type)) {
            case FLOAT -> value.floatValue();
            case DOUBLE -> value.doubleValue();
            case TINYINT, SMALLINT, INT, BIGINT, DECIMAL -> value;
            // Somebody else wrote it there.
            case STRING, BOOLEAN, DATE, TIMESTAMP, TIMESTAMP_NTZ, BINARY, ARRAY, STRUCT, MAP -> value;
        };
    }

    private static String time(Instant value, DataType type) {
        LocalDateTime local = LocalDateTime.ofInstant(value, ZoneOffset.UTC);
        return switch (ColumnType.of(type)) {
            case DATE -> local.toLocalDate().toString();
            case TIMESTAMP_NTZ -> local(local);
            case TIMESTAMP -> timestamp(value);
            // Somebody else wrote it there.
            case STRING, BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL -> timestamp(value);
            case BINARY, ARRAY, STRUCT, MAP -> timestamp(value);
        };
    }

    /** A decimal that is too long for a store's numbers is text there. Text of another form than ours stays. */
    private static Object text(String text, DataType type) {
        try {
            return switch (ColumnType.of(type)) {
                case DECIMAL -> decimal(new BigDecimal(text), (DecimalType) type);
                case TIMESTAMP -> timestamp(Instant.parse(text));
                case TIMESTAMP_NTZ -> local(LocalDateTime.parse(text));
                case STRING, BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DATE, BINARY -> text;
                case ARRAY, STRUCT, MAP -> text;
            };
        } catch (DateTimeException | NumberFormatException e) {
            return text;
        }
    }
}
