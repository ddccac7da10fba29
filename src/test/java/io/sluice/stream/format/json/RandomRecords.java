package io.sluice.stream.format.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Random schemas, values of them in Spark's external Java shape, and those values as JSON. Written apart from the
 * decoder, so that the two check each other.
 */
final class RandomRecords {

    private static final List<DataType> SIMPLE = List.of(
            DataTypes.StringType,
            DataTypes.BooleanType,
            DataTypes.ByteType,
            DataTypes.ShortType,
            DataTypes.IntegerType,
            DataTypes.LongType,
            DataTypes.FloatType,
            DataTypes.DoubleType,
            DataTypes.BinaryType,
            DataTypes.DateType,
            DataTypes.TimestampType,
            DataTypes.TimestampNTZType);

    private final Random random;

    RandomRecords(long seed) {
        random = new Random(seed);
    }

    StructType schema(int depth) {
        int width = 1 + random.nextInt(6);
        StructField[] fields = new StructField[width];
        for (int i = 0; i < width; i++) {
            fields[i] = DataTypes.createStructField(i + text(), type(depth), true);
        }
        return new StructType(fields);
    }

    private DataType type(int depth) {
        int choice = random.nextInt(depth == 0 ? 14 : 18);
        if (choice < 12) {
            return SIMPLE.get(choice);
        }
        if (choice < 14) {
            int precision = 1 + random.nextInt(38);
            return DataTypes.createDecimalType(precision, random.nextInt(precision + 1));
        }
        return switch (choice) {
            case 14 -> DataTypes.createMapType(DataTypes.StringType, type(depth - 1));
            case 15 -> schema(depth - 1);
            default -> DataTypes.createArrayType(type(depth - 1));
        };
    }

    /** Strings, boxed numbers, days as Integer, microseconds as Long, lists, maps by key and, for structs, by name. */
    Object value(DataType type) {
        if (random.nextInt(12) == 0) {
            return null;
        }
        if (type instanceof StructType struct) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (StructField field : struct.fields()) {
                fields.put(field.name(), value(field.dataType()));
            }
            return fields;
        }
        if (type instanceof ArrayType array) {
            List<Object> elements = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                elements.add(value(array.elementType()));
            }
            return elements;
        }
        if (type instanceof MapType map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                entries.put(text(), value(map.valueType()));
            }
            return entries;
        }
        return simple(type);
    }

    private Object simple(DataType type) {
        if (type instanceof DecimalType decimal) {
            BigInteger bound = BigInteger.TEN.pow(1 + random.nextInt(decimal.precision()));
            BigInteger unscaled = new BigInteger(140, random).mod(bound);
            return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), decimal.scale());
        }
        return switch (type.typeName()) {
            case "string" -> text();
            case "boolean" -> random.nextBoolean();
            case "byte" -> (byte) random.nextInt();
            case "short" -> (short) random.nextInt();
            case "integer" -> random.nextInt() >> random.nextInt(32);
            case "long" -> random.nextLong() >> random.nextInt(64);
            case "float" -> finite(Float.intBitsToFloat(random.nextInt()));
            case "double" -> finite(Double.longBitsToDouble(random.nextLong()));
            case "binary" -> binary();
            case "date" ->
                (int) random.nextLong(
                        LocalDate.of(1, 1, 1).toEpochDay(),
                        LocalDate.of(10000, 1, 1).toEpochDay());
            default -> random.nextLong(-62135596800L, 253402300800L) * 1_000_000 + random.nextInt(1_000_000);
        };
    }

    private Object finite(float value) {
        return Float.isFinite(value) ? value : 0.5f;
    }

    private Object finite(double value) {
        return Double.isFinite(value) ? value : random.nextInt(1000) / 8.0;
    }

    private byte[] binary() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int[] bounds = {0x80, 0x80, 0x80, 0x800, 0xD800, 0x110000};
            int c = random.nextInt(bounds[random.nextInt(bounds.length)]);
            text.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? '?' : c);
        }
        return text.toString();
    }

    /** The value as JSON, with fields in any order and escapes and white space now and then. */
    String json(Object value, DataType type) {
        if (value == null) {
            return "null";
        }
        if (type instanceof StructType struct) {
            return struct((Map<?, ?>) value, struct);
        }
        if (type instanceof ArrayType array) {
            return list((List<?>) value, array.elementType());
        }
        if (type instanceof MapType map) {
            List<String> entries = new ArrayList<>();
            ((Map<?, ?>) value).forEach((k, v) -> entries.add(entry(k, v, map.valueType())));
            return "{" + String.join(space() + ",", entries) + space() + "}";
        }
        return simple(value, type);
    }

    private String struct(Map<?, ?> value, StructType struct) {
        List<String> entries = new ArrayList<>();
        for (StructField field : struct.fields()) {
            Object content = value.get(field.name());
            if (content != null || random.nextBoolean()) {
                entries.add(
                        random.nextInt(3) == 0 ? 0 : entries.size(), entry(field.name(), content, field.dataType()));
            }
        }
        if (random.nextInt(4) == 0) {
            entries.add("\"unknown\":" + json(text(), DataTypes.StringType));
        }
        return "{" + String.join(space() + ",", entries) + space() + "}";
    }

    private String list(List<?> elements, DataType type) {
        return "["
                + String.join(
                        ",", elements.stream().map(e -> space() + json(e, type)).toList()) + space() + "]";
    }

    private String entry(Object key, Object value, DataType type) {
        return space() + quoted((String) key) + space() + ":" + space() + json(value, type);
    }

    private String simple(Object value, DataType type) {
        return switch (type.typeName()) {
            case "string" -> quoted((String) value);
            case "binary" -> "\"" + Base64.getEncoder().encodeToString((byte[]) value) + "\"";
            case "date" -> "\"" + LocalDate.ofEpochDay((int) value) + "\"";
            case "timestamp" -> "\"" + dateTime((long) value) + (random.nextBoolean() ? "Z" : "+00:00") + "\"";
            case "timestamp_ntz" -> "\"" + dateTime((long) value) + "\"";
            case "double" -> number((double) value, 17);
            case "float" -> number((float) value, 9);
            default -> String.valueOf(value);
        };
    }

    /** With enough digits to tell the number again; Java's own text is not always the nearest one before JDK 19. */
    private static String number(double value, int digits) {
        return value == 0
                ? String.valueOf(value)
                : new BigDecimal(value)
                        .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                        .toString();
    }

    private static LocalDateTime dateTime(long micros) {
        return LocalDateTime.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), 0, ZoneOffset.UTC)
                .plus(Math.floorMod(micros, 1_000_000L), ChronoUnit.MICROS);
    }

    private String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            boolean mustEscape = c < ' ' || c == '"' || c == '\\';
            // The halves of a pair are escaped both or not at all.
            if (mustEscape || !Character.isSurrogate(c) && random.nextInt(20) == 0) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private String space() {
        return random.nextInt(6) == 0 ? List.of(" ", "\n", "\t", "\r\n").get(random.nextInt(4)) : "";
    }

    /** A copy with one to three bytes changed, inserted or cut out. */
    byte[] mutate(byte[] value) {
        byte[] mutated = value.clone();
        for (int i = random.nextInt(3); i >= 0 && mutated.length > 1; i--) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(4)) {
                case 0 -> mutated[at] = (byte) random.nextInt(256);
                case 1 -> mutated[at] = (byte) "{}[]\",:\\u0eE-+.1 \0".charAt(random.nextInt(18));
                case 2 -> mutated = Arrays.copyOf(mutated, at + 1);
                default -> {
                    byte[] longer = Arrays.copyOf(mutated, mutated.length + 1);
                    System.arraycopy(mutated, at, longer, at + 1, mutated.length - at);
                    mutated = longer;
                }
            }
        }
        return mutated;
    }
}
