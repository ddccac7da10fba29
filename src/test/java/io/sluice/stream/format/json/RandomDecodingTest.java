package io.sluice.stream.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.format.RecordDecoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("random records")
class RandomDecodingTest {

    @Test
    @DisplayName("of random schemas come back exactly, from one decoder after the other")
    void roundTrip() throws Exception {
        for (long seed = 0; seed < 300; seed++) {
            RandomRecords records = new RandomRecords(seed);
            StructType schema = records.schema(4);
            RecordDecoder decoder = JsonDecoder.factory(schema, false).open();
            for (int i = 0; i < 30; i++) {
                Object value = records.value(schema);
                if (value != null) {
                    String json = records.json(value, schema);
                    assertThat(external(decoder.decode(Decoding.utf8(json)), schema))
                            .as("seed %d: %s", seed, json)
                            .usingRecursiveComparison()
                            .isEqualTo(value);
                }
            }
        }
    }

    @Test
    @DisplayName("that were damaged are decoded or rejected, and nothing that Jackson's own reader refuses is decoded")
    void damagedRecordsAreDecodedOrRejected() {
        ObjectMapper reader = new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        Assertions.assertTimeout(Duration.ofSeconds(60), () -> {
            int rejected = 0;
            for (long seed = 0; seed < 200; seed++) {
                RandomRecords records = new RandomRecords(seed);
                StructType schema = records.schema(3);
                RecordDecoder decoder = JsonDecoder.factory(schema, false).open();
                Object value = records.value(schema);
                byte[] valid = Decoding.utf8(records.json(value == null ? Map.of() : value, schema));
                for (int i = 0; i < 200; i++) {
                    byte[] damaged = records.mutate(valid);
                    rejected += decodes(decoder, damaged, reader) ? 0 : 1;
                }
            }
            assertThat(rejected).isBetween(10_000, 40_000);
        });
    }

    private static boolean decodes(RecordDecoder decoder, byte[] damaged, ObjectMapper reader) throws Exception {
        try {
            decoder.decode(damaged);
        } catch (RejectedException e) {
            assertThat(e.reason()).isNotBlank().hasSizeLessThan(500).doesNotContain("\0");
            return false;
        }
        assertThat(reader.readTree(damaged).isObject()).isTrue();
        return true;
    }

    @Test
    @DisplayName("that were damaged are no JSON just where Jackson's own reader says so, too")
    void damagedJsonIsRefusedWhereJacksonRefusesIt() {
        ObjectMapper reader = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        RecordDecoder decoder = Decoding.decoder("`no field has this name` INT");
        int[] broken = {0};
        for (long seed = 1000; seed < 1200; seed++) {
            RandomRecords records = new RandomRecords(seed);
            StructType schema = records.schema(3);
            Object value = records.value(schema);
            byte[] valid = Decoding.utf8(records.json(value == null ? Map.of() : value, schema));
            for (int i = 0; i < 200; i++) {
                byte[] damaged = records.mutate(valid);
                String reason = grammarFault(decoder, damaged);
                if (reason != null) {
                    broken[0]++;
                    assertThat(isObject(reader, damaged))
                            .as("%s: %s", reason, new String(damaged, StandardCharsets.UTF_8))
                            .isFalse();
                }
            }
        }
        assertThat(broken[0]).isBetween(5_000, 40_000);
    }

    /** Null also if the record is refused for what Jackson does not look at. */
    private static String grammarFault(RecordDecoder decoder, byte[] damaged) {
        try {
            decoder.decode(damaged);
            return null;
        } catch (RejectedException e) {
            return e.reason().startsWith("not valid JSON") || e.reason().startsWith("something follows")
                    ? e.reason()
                    : null;
        }
    }

    private static boolean isObject(ObjectMapper reader, byte[] damaged) {
        try {
            return reader.readTree(damaged).isObject();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @DisplayName("of numbers fit a DOUBLE or FLOAT just when rounding gives the literal back")
    void floatingPoint() throws Exception {
        Random random = new Random(7);
        RecordDecoder decoder = Decoding.decoder("d DOUBLE");
        for (int i = 0; i < 100_000; i++) {
            int digits = 1 + random.nextInt(19);
            BigDecimal literal = new BigDecimal(
                            new BigInteger(70, random).mod(BigInteger.TEN.pow(digits)), random.nextInt(700) - 350)
                    .add(BigDecimal.ZERO);
            double nearest = literal.doubleValue();
            boolean fits =
                    literal.signum() == 0 || Double.isFinite(nearest) && nearest != 0 && givesBack(nearest, literal);
            assertThat(fits(decoder, literal, nearest)).as(literal.toString()).isEqualTo(fits);
        }
    }

    private static boolean givesBack(double nearest, BigDecimal literal) {
        int precision = literal.stripTrailingZeros().precision();
        return new BigDecimal(nearest)
                        .round(new MathContext(precision, RoundingMode.HALF_EVEN))
                        .compareTo(literal)
                == 0;
    }

    private static boolean fits(RecordDecoder decoder, BigDecimal literal, double nearest) {
        try {
            assertThat(decoder.decode(Decoding.utf8("{\"d\":" + literal + "}")).getDouble(0))
                    .isEqualTo(nearest);
            return true;
        } catch (RejectedException e) {
            return false;
        }
    }

    private static Object external(Object value, DataType type) {
        if (value == null) {
            return null;
        }
        if (type instanceof StructType struct) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (int i = 0; i < struct.size(); i++) {
                DataType field = struct.apply(i).dataType();
                fields.put(struct.apply(i).name(), external(((InternalRow) value).get(i, field), field));
            }
            return fields;
        }
        if (type instanceof ArrayType array) {
            return elements((ArrayData) value, array.elementType());
        }
        if (type instanceof MapType map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            List<Object> keys = elements(((MapData) value).keyArray(), map.keyType());
            List<Object> values = elements(((MapData) value).valueArray(), map.valueType());
            for (int i = 0; i < keys.size(); i++) {
                entries.put(keys.get(i), values.get(i));
            }
            return entries;
        }
        if (value instanceof UTF8String text) {
            return text.toString();
        }
        return value instanceof Decimal decimal ? decimal.toJavaBigDecimal() : value;
    }

    private static List<Object> elements(ArrayData array, DataType type) {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < array.numElements(); i++) {
            elements.add(external(array.get(i, type), type));
        }
        return elements;
    }
}
