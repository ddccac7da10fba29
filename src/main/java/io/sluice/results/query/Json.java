package io.sluice.results.query;

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

/** How values stand in an answer, by the type of their column, so that both stores say the same of the same value. */
public final class Json {

    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /** ISO 8601 with as many groups of decimals as needed. */
    public static String timestamp(Instant time) {
        return time.toString();
    }

    /** As {@link #timestamp}, but without an offset, because the value has none. */
    public static String local(LocalDateTime time) {
        String text = time.toInstant(ZoneOffset.UTC).toString();
        return text.substring(0, text.length() - 1);
    }

    /** With the decimals of the type, however the store wrote it. */
    public static BigDecimal decimal(BigDecimal value, DecimalType type) {
        boolean fits = value.stripTrailingZeros().scale() <= type.scale();
        return fits ? value.setScale(type.scale(), RoundingMode.UNNECESSARY) : value;
    }

    /** A nested value that Postgres keeps as JSON. */
    public static @Nullable Object nested(String json, DataType type) {
        return normal(EXACT.readValue(json, Object.class), type);
    }

    private static @Nullable Object normal(@Nullable Object value, DataType type) {
        if (type instanceof StructType struct && value instanceof Map<?, ?> fields) {
            Map<String, @Nullable Object> normal = new LinkedHashMap<>();
            for (StructField field : struct.fields()) {
                normal.put(field.name(), normal(fields.get(field.name()), field.dataType()));
            }
            return normal;
        }
        if (type instanceof MapType map && value instanceof Map<?, ?> entries) {
            Map<String, @Nullable Object> normal = new LinkedHashMap<>();
            entries.forEach((key, entry) -> normal.put(String.valueOf(key), normal(entry, map.valueType())));
            return normal;
        }
        if (type instanceof ArrayType array && value instanceof List<?> elements) {
            List<@Nullable Object> normal = new ArrayList<>();
            elements.forEach(element -> normal.add(normal(element, array.elementType())));
            return normal;
        }
        return value instanceof Number number ? number(number, type) : time(value, type);
    }

    private static Object number(Number value, DataType type) {
        if (type instanceof DecimalType decimal) {
            return decimal(new BigDecimal(value.toString()), decimal);
        }
        return switch (type.typeName()) {
            case "float" -> value.floatValue();
            case "double" -> value.doubleValue();
            default -> value;
        };
    }

    /** Text of another form than ours, by whoever wrote it, stays as it is. */
    private static @Nullable Object time(@Nullable Object value, DataType type) {
        try {
            if (value instanceof String text) {
                return switch (type.typeName()) {
                    case "timestamp" -> timestamp(Instant.parse(text));
                    case "timestamp_ntz" -> local(LocalDateTime.parse(text));
                    default -> text;
                };
            }
        } catch (DateTimeException e) {
            return value;
        }
        return value;
    }
}
