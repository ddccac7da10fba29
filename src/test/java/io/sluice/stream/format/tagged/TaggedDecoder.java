package io.sluice.stream.format.tagged;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.stream.column.ColumnType;
import io.sluice.stream.column.StorableTimes;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.format.Misfit;
import io.sluice.stream.format.RecordDecoder;
import io.sluice.stream.text.Excerpt;
import io.sluice.stream.text.Utf8;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Reads {@link TaggedFormat}, slowly and simply: into Java values, then into columns. */
final class TaggedDecoder implements RecordDecoder {

    private static final int DEEPEST = 100;
    private static final int MOST_FIELDS = 1 << 22;

    private final StructType schema;
    private final String mark;
    private final boolean rejectUnknown;
    private int fields;

    TaggedDecoder(StructType schema, String mark, boolean rejectUnknown) {
        this.schema = schema;
        this.mark = mark;
        this.rejectUnknown = rejectUnknown;
    }

    @Override
    public InternalRow decode(byte @Nullable [] value) throws RejectedException {
        if (value == null || value.length == 0) {
            throw new RejectedException("there is no value");
        }
        fields = 0;
        try {
            return struct(parse(value, mark), schema);
        } catch (Misfit e) {
            throw new RejectedException(e.reason());
        }
    }

    static List<String> names(byte[] value, String mark) throws RejectedException {
        if (parse(value, mark) instanceof Map<?, ?> record) {
            return record.keySet().stream().map(String::valueOf).toList();
        }
        throw new RejectedException("no object");
    }

    private static @Nullable Object parse(byte[] value, String mark) throws RejectedException {
        int invalid = new Utf8().firstInvalid(value);
        if (invalid >= 0) {
            throw new RejectedException("not valid UTF-8 at byte " + invalid);
        }
        String text = new String(value, UTF_8);
        if (!text.startsWith(mark)) {
            throw new RejectedException("the mark is missing");
        }
        return new Parser(text, mark.length()).whole();
    }

    private InternalRow struct(@Nullable Object value, StructType type) throws Misfit {
        if (!(value instanceof Map<?, ?> given)) {
            throw new Misfit("it is not a STRUCT");
        }
        fields += type.size();
        if (fields > MOST_FIELDS) {
            throw new Misfit("the record has too many fields");
        }
        Set<String> unknown = new HashSet<>();
        given.keySet().forEach(name -> unknown.add(String.valueOf(name)));
        @Nullable Object[] columns = new Object[type.size()];
        for (int i = 0; i < columns.length; i++) {
            StructField field = type.apply(i);
            unknown.remove(field.name());
            try {
                columns[i] = column(given.get(field.name()), field.dataType(), field.nullable());
            } catch (Misfit e) {
                throw e.inField(field.name());
            }
        }
        if (rejectUnknown && !unknown.isEmpty()) {
            throw new Misfit("the schema has no such field")
                    .inField(unknown.iterator().next());
        }
        return new GenericInternalRow(columns);
    }

    private @Nullable Object column(@Nullable Object value, DataType type, boolean nullable) throws Misfit {
        if (value != null) {
            return read(value, type);
        }
        if (!nullable) {
            throw new Misfit("null, but NOT NULL");
        }
        return null;
    }

    private Object read(Object value, DataType type) throws Misfit {
        try {
            return switch (ColumnType.of(type)) {
                case ARRAY -> array(value, (ArrayType) type);
                case STRUCT -> struct(value, (StructType) type);
                case MAP -> map(value, (MapType) type);
                case STRING -> UTF8String.fromString(single(value));
                case BOOLEAN -> bool(single(value));
                case TINYINT -> Byte.parseByte(single(value));
                case SMALLINT -> Short.parseShort(single(value));
                case INT -> Integer.parseInt(single(value));
                case BIGINT -> Long.parseLong(single(value));
                case FLOAT -> (float) floating(single(value), Float.parseFloat(single(value)));
                case DOUBLE -> floating(single(value), Double.parseDouble(single(value)));
                case DECIMAL -> decimal(new BigDecimal(single(value)), (DecimalType) type);
                case DATE -> day(LocalDate.parse(single(value)).toEpochDay());
                case TIMESTAMP -> micros(Instant.parse(single(value)));
                case TIMESTAMP_NTZ -> micros(LocalDateTime.parse(single(value)).toInstant(ZoneOffset.UTC));
                case BINARY -> Base64.getDecoder().decode(single(value));
            };
        } catch (RuntimeException e) {
            throw new Misfit("\"" + Excerpt.ofName(String.valueOf(value)) + "\" is no " + type.sql());
        }
    }

    private Object array(Object value, ArrayType type) throws Misfit {
        List<?> given = (List<?>) value;
        List<@Nullable Object> elements = new ArrayList<>();
        for (Object element : given) {
            try {
                elements.add(column(element, type.elementType(), type.containsNull()));
            } catch (Misfit e) {
                throw e.atIndex(elements.size());
            }
        }
        return new GenericArrayData(elements.toArray());
    }

    private Object map(Object value, MapType type) throws Misfit {
        List<Object> keys = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
            String key = String.valueOf(entry.getKey());
            keys.add(UTF8String.fromString(key));
            try {
                values.add(column(entry.getValue(), type.valueType(), type.valueContainsNull()));
            } catch (Misfit e) {
                throw e.atKey(key);
            }
        }
        return new ArrayBasedMapData(new GenericArrayData(keys.toArray()), new GenericArrayData(values.toArray()));
    }

    private static String single(Object value) {
        return (String) value;
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static double floating(String text, double number) {
        if (Double.isInfinite(number) && !text.endsWith("Infinity")) {
            throw new IllegalArgumentException();
        }
        return number;
    }

    private static Decimal decimal(BigDecimal value, DecimalType type) {
        // Both throw where digits would be lost.
        return Decimal.apply(value.setScale(type.scale()), type.precision(), type.scale());
    }

    private static int day(long day) {
        if (!StorableTimes.holdDay(day)) {
            throw new IllegalArgumentException();
        }
        return (int) day;
    }

    private static long micros(Instant time) {
        long micros = Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000);
        if (!StorableTimes.holdMicros(micros) || time.getNano() % 1000 != 0) {
            throw new IllegalArgumentException();
        }
        return micros;
    }

    /** Makes strings, lists and maps of the text. */
    private static final class Parser {

        private final String text;
        private int at;

        Parser(String text, int from) {
            this.text = text;
            this.at = from;
        }

        @Nullable
        Object whole() throws RejectedException {
            Object value = value(0);
            if (at < text.length()) {
                throw malformed();
            }
            return value;
        }

        private @Nullable Object value(int depth) throws RejectedException {
            if (at == text.length() || depth > DEEPEST) {
                throw malformed();
            }
            char tag = text.charAt(at++);
            if (tag == 'N') {
                return null;
            }
            int length = length();
            return switch (tag) {
                case 'S' -> text.substring(at, at += length);
                case 'A' -> {
                    List<@Nullable Object> elements = new ArrayList<>();
                    for (int i = 0; i < length; i++) {
                        elements.add(value(depth + 1));
                    }
                    yield elements;
                }
                case 'O' -> {
                    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
                    for (int i = 0; i < length; i++) {
                        if (!(value(depth + 1) instanceof String name) || entries.containsKey(name)) {
                            throw malformed();
                        }
                        entries.put(name, value(depth + 1));
                    }
                    yield entries;
                }
                default -> throw malformed();
            };
        }

        /** No more than there can be: each value has a character at least. */
        private int length() throws RejectedException {
            int end = text.indexOf(':', at);
            try {
                int length = Integer.parseInt(text.substring(at, end));
                at = end + 1;
                if (length >= 0 && length <= text.length() - at) {
                    return length;
                }
            } catch (IndexOutOfBoundsException | NumberFormatException e) {
                // told below
            }
            throw malformed();
        }

        private RejectedException malformed() {
            return new RejectedException("malformed at character " + at);
        }
    }
}
