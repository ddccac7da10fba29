package io.sluice.stream.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.stream.column.ColumnType;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.RejectedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every format keeps, however it is encoded: a subclass proves one, and says how to encode a record in it. Values are
 * strings, boxed numbers, booleans, bytes, {@link LocalDate}, {@link Instant}, {@link LocalDateTime}, lists, maps and null.
 */
public abstract class FormatContract {

    private static final long MICROS_PER_SECOND = 1_000_000;

    protected abstract Format format();

    /** A record with these fields in this order, by name. */
    protected abstract byte[] encode(Map<String, ?> record);

    /** Whether the format has NaN and the infinities, which are written like Java writes them. */
    protected abstract boolean hasNaN();

    protected final StructType schema(String ddl) {
        return StructType.fromDDL(ddl);
    }

    protected final RecordDecoder decoder(String ddl, Map<String, String> options, boolean rejectUnknown) {
        StructType schema = SourceSchema.parse(format(), ddl);
        return format().decoder(schema, new FormatSpec(format().name(), options, rejectUnknown))
                .open();
    }

    private FormatSpec plain() {
        return new FormatSpec(format().name(), Map.of(), false);
    }

    protected final RecordDecoder decoder(String ddl) {
        return decoder(ddl, Map.of(), false);
    }

    protected static String reason(RecordDecoder decoder, byte[] value) {
        return catchThrowableOfType(RejectedException.class, () -> decoder.decode(value))
                .reason();
    }

    private static Map<String, Object> record(Object... namesAndValues) {
        Map<String, Object> record = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            record.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return record;
    }

    @Test
    void hasANameThatDefinitionsCanSay() {
        assertThat(new Formats(List.of(format())).find(format().name())).isPresent();
    }

    @Test
    void readsEveryType() throws Exception {
        String ddl = "string STRING, boolean BOOLEAN, tinyint TINYINT, smallint SMALLINT, int INT, bigint BIGINT,"
                + " float FLOAT, double DOUBLE, decimal DECIMAL(10,2), date DATE, timestamp TIMESTAMP,"
                + " timestamp_ntz TIMESTAMP_NTZ, binary BINARY, array ARRAY<INT>, struct STRUCT<x: INT, y: STRING>,"
                + " map MAP<STRING, BIGINT>";
        assertThat(schema(ddl).size()).isEqualTo(ColumnType.values().length);
        InternalRow row = decoder(ddl)
                .decode(encode(record(
                        "string",
                        "ü😀\"\\",
                        "boolean",
                        true,
                        "tinyint",
                        -128,
                        "smallint",
                        32_767,
                        "int",
                        Integer.MIN_VALUE,
                        "bigint",
                        Long.MAX_VALUE,
                        "float",
                        1.5f,
                        "double",
                        0.1,
                        "decimal",
                        new BigDecimal("12345678.90"),
                        "date",
                        LocalDate.of(2024, 2, 29),
                        "timestamp",
                        Instant.ofEpochSecond(1_700_000_000, 123_456_000),
                        "timestamp_ntz",
                        LocalDateTime.of(1970, 1, 1, 0, 0, 1),
                        "binary",
                        new byte[] {0, -1, 7},
                        "array",
                        Arrays.asList(1, null, 3),
                        "struct",
                        record("x", 1, "y", "z"),
                        "map",
                        record("k", 5L, "", null))));

        assertThat(row.getUTF8String(0)).isEqualTo(UTF8String.fromString("ü😀\"\\"));
        assertThat(row.getBoolean(1)).isTrue();
        assertThat(row.getByte(2)).isEqualTo((byte) -128);
        assertThat(row.getShort(3)).isEqualTo((short) 32_767);
        assertThat(row.getInt(4)).isEqualTo(Integer.MIN_VALUE);
        assertThat(row.getLong(5)).isEqualTo(Long.MAX_VALUE);
        assertThat(row.getFloat(6)).isEqualTo(1.5f);
        assertThat(row.getDouble(7)).isEqualTo(0.1);
        assertThat(row.getDecimal(8, 10, 2)).isEqualTo(Decimal.apply(new BigDecimal("12345678.90"), 10, 2));
        assertThat(row.getInt(9)).isEqualTo((int) LocalDate.of(2024, 2, 29).toEpochDay());
        assertThat(row.getLong(10)).isEqualTo(1_700_000_000L * MICROS_PER_SECOND + 123_456);
        assertThat(row.getLong(11)).isEqualTo(MICROS_PER_SECOND);
        assertThat(row.getBinary(12)).containsExactly(0, -1, 7);
        assertThat(row.getArray(13).numElements()).isEqualTo(3);
        assertThat(row.getArray(13).isNullAt(1)).isTrue();
        assertThat(row.getArray(13).getInt(2)).isEqualTo(3);
        assertThat(row.getStruct(14, 2).getUTF8String(1)).hasToString("z");
        assertThat(row.getMap(15).keyArray().getUTF8String(0)).hasToString("k");
        assertThat(row.getMap(15).valueArray().getLong(0)).isEqualTo(5);
        assertThat(row.getMap(15).valueArray().isNullAt(1)).isTrue();
    }

    @Test
    void keepsTheEndsOfTimeAndBothZeros() throws Exception {
        RecordDecoder decoder = decoder("d DATE, t TIMESTAMP, n TIMESTAMP_NTZ, z DOUBLE, f FLOAT");
        LocalDateTime first = LocalDateTime.of(1, 1, 1, 0, 0, 0);
        LocalDateTime last = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000);
        for (LocalDateTime end : List.of(first, last)) {
            Instant instant = end.toInstant(ZoneOffset.UTC);
            long micros = instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / 1000;
            InternalRow row = decoder.decode(
                    encode(record("d", end.toLocalDate(), "t", instant, "n", end, "z", -0.0, "f", -0.0f)));

            assertThat(row.getInt(0)).isEqualTo((int) end.toLocalDate().toEpochDay());
            assertThat(row.getLong(1)).isEqualTo(micros);
            assertThat(row.getLong(2)).isEqualTo(micros);
            assertThat(Double.doubleToRawLongBits(row.getDouble(3))).isEqualTo(Double.doubleToRawLongBits(-0.0));
            assertThat(Float.floatToRawIntBits(row.getFloat(4))).isEqualTo(Float.floatToRawIntBits(-0.0f));
        }
        assertThat(reason(decoder, encode(record("d", LocalDate.of(10_000, 1, 1)))))
                .contains("\"d\"");
        assertThat(reason(decoder, encode(record("t", Instant.parse("+10000-01-01T00:00:00Z")))))
                .contains("\"t\"");
    }

    @Test
    void readsNaNAndTheInfinitiesIfItHasThem() throws Exception {
        assumeTrue(hasNaN());
        RecordDecoder decoder = decoder("d DOUBLE, f FLOAT");
        for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            InternalRow row = decoder.decode(encode(record("d", odd, "f", (float) odd)));

            assertThat(Double.valueOf(row.getDouble(0))).isEqualTo(Double.valueOf(odd));
            assertThat(Double.valueOf(row.getFloat(1))).isEqualTo(Double.valueOf(odd));
        }
    }

    @Test
    void nullAndAbsentAreNullWhereTheSchemaAllowsIt() throws Exception {
        RecordDecoder decoder = decoder("a INT, b STRING, c ARRAY<INT>, d STRUCT<x: INT>, e MAP<STRING, INT>");
        InternalRow absent = decoder.decode(encode(record("a", 1)));
        assertThat(absent.getInt(0)).isEqualTo(1);
        assertThat(IntStream.range(1, 5).allMatch(absent::isNullAt)).isTrue();
        InternalRow nulls = decoder.decode(encode(record("a", null, "b", null, "c", null, "d", null, "e", null)));
        assertThat(IntStream.range(0, 5).allMatch(nulls::isNullAt)).isTrue();
    }

    static List<Arguments> nullsThatMustNotBe() {
        return List.of(
                Arguments.of("a INT NOT NULL", record("a", null)),
                Arguments.of("b STRING, a INT NOT NULL", record("b", "x")),
                Arguments.of("a STRUCT<x: INT NOT NULL>", record("a", record("x", null))),
                Arguments.of("a STRUCT<x: INT NOT NULL>", record("a", record())));
    }

    @ParameterizedTest
    @MethodSource("nullsThatMustNotBe")
    void nullWhereNoneMayBeIsRejectedByName(String ddl, Map<String, Object> record) {
        assertThat(reason(decoder(ddl), encode(record))).contains("a", "NOT NULL");
    }

    static List<Arguments> misfits() {
        return List.of(
                Arguments.of("INT", "x"),
                Arguments.of("TINYINT", 128),
                Arguments.of("SMALLINT", 32_768),
                Arguments.of("INT", 2_147_483_648L),
                Arguments.of("BIGINT", new BigDecimal("9223372036854775808")),
                Arguments.of("INT", new BigDecimal("1.5")),
                Arguments.of("FLOAT", 1e300),
                Arguments.of("DOUBLE", "x"),
                Arguments.of("BOOLEAN", "yes"),
                Arguments.of("DECIMAL(3,2)", new BigDecimal("1.234")),
                Arguments.of("DECIMAL(3,2)", new BigDecimal("12.3")),
                Arguments.of("DATE", "2023-02-30"),
                Arguments.of("TIMESTAMP", "2023-02-30T00:00:00Z"),
                Arguments.of("TIMESTAMP_NTZ", "noon"),
                Arguments.of("BINARY", "*"),
                Arguments.of("ARRAY<INT>", "x"),
                Arguments.of("STRUCT<x: INT>", "x"),
                Arguments.of("MAP<STRING, INT>", "x"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void valueThatDoesNotFitIsRejectedByItsPlace(String type, Object value) {
        assertThat(reason(decoder("good INT, bad " + type), encode(record("good", 1, "bad", value))))
                .contains("\"bad\"")
                .doesNotContain("\n")
                .hasSizeLessThan(500);
        assertThat(reason(
                        decoder("s STRUCT<list: ARRAY<" + type + ">>"),
                        encode(record("s", record("list", Arrays.asList(null, value))))))
                .contains("\"s.list[1]\"");
    }

    @Test
    void tombstoneAndEmptyValueAreRejected() {
        RecordDecoder decoder = decoder("a INT");
        assertThat(reason(decoder, null)).isNotBlank();
        assertThat(reason(decoder, new byte[0])).isNotBlank();
    }

    @Test
    void bytesBehindARecordAreRejected() throws Exception {
        byte[] one = encode(record("a", 1));
        byte[] two = Arrays.copyOf(one, 2 * one.length);
        System.arraycopy(one, 0, two, one.length, one.length);
        RecordDecoder decoder = decoder("a INT");
        assertThat(decoder.decode(one).getInt(0)).isEqualTo(1);
        assertThat(reason(decoder, two)).isNotBlank();
    }

    @Test
    void stringThatIsNoValidTextIsRejected() {
        byte[] value = encode(record("a", "text"));
        value[new String(value, ISO_8859_1).indexOf("text") + 1] = (byte) 0xFF;
        assertThat(reason(decoder("a STRING"), value)).isNotBlank();
    }

    @Test
    void oddBytesAreReadOrRejectedAndNothingElse() {
        RecordDecoder decoder = decoder("a INT, b STRING, c ARRAY<STRUCT<x: DOUBLE>>, d MAP<STRING, DATE>");
        byte[] good = encode(record(
                "a",
                1,
                "b",
                "ü",
                "c",
                List.of(record("x", 1.5), record()),
                "d",
                record("k", LocalDate.of(2024, 1, 1))));
        Random random = new Random(42);
        for (int end = 0; end < good.length; end++) {
            assertReadOrRejected(decoder, Arrays.copyOf(good, end));
        }
        for (int i = 0; i < 20_000; i++) {
            byte[] odd = good.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                odd[random.nextInt(odd.length)] = (byte) random.nextInt(256);
            }
            assertReadOrRejected(decoder, odd);
        }
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[1 + random.nextInt(40)];
            random.nextBytes(noise);
            assertReadOrRejected(decoder, noise);
        }
    }

    private void assertReadOrRejected(RecordDecoder decoder, byte[] value) {
        try {
            decoder.decode(value);
        } catch (RejectedException e) {
            assertThat(e.reason()).isNotBlank().hasSizeLessThan(500).doesNotContain("\0");
        }
        assertThat(format().fieldNames(value, plain())).isNotNull();
    }

    @Test
    void readsDeepAndWideRecords() throws Exception {
        Object deep = 7;
        for (int i = 0; i < 40; i++) {
            deep = List.of(deep);
        }
        RecordDecoder nested = decoder("a " + "ARRAY<".repeat(40) + "INT" + ">".repeat(40));
        assertThat(nested.decode(encode(record("a", deep))).getArray(0).numElements())
                .isOne();

        int width = 2_000;
        String columns =
                IntStream.range(0, width).mapToObj(i -> "c" + i + " INT").collect(Collectors.joining(", "));
        Map<String, Object> record = new LinkedHashMap<>();
        IntStream.range(0, width).forEach(i -> record.put("c" + i, i));
        InternalRow wide = decoder(columns).decode(encode(record));
        assertThat(IntStream.range(0, width).allMatch(i -> wide.getInt(i) == i)).isTrue();
    }

    @Test
    void readsHugeRecordsAndRejectsThoseThatWouldBecomeMuchMore() throws Exception {
        String text = "text ".repeat(2 << 20);
        assertThat(decoder("a STRING")
                        .decode(encode(record("a", text)))
                        .getUTF8String(0)
                        .numBytes())
                .isEqualTo(text.length());
        List<Integer> numbers = Collections.nCopies(300_000, 1);
        assertThat(decoder("a ARRAY<INT>")
                        .decode(encode(record("a", numbers)))
                        .getArray(0)
                        .numElements())
                .isEqualTo(300_000);

        String wide = IntStream.range(0, 1_000).mapToObj(i -> "c" + i + ": INT").collect(Collectors.joining(", "));
        List<Map<String, Object>> empty = Collections.nCopies(300_000, Map.of());
        assertThat(reason(decoder("a ARRAY<STRUCT<" + wide + ">>"), encode(record("a", empty))))
                .contains("fields");
    }

    @Test
    void manyWideRecordsAreNoHugeOne() throws Exception {
        String wide = IntStream.range(0, 2_000).mapToObj(i -> "c" + i + " INT").collect(Collectors.joining(", "));
        RecordDecoder decoder = decoder(wide);
        byte[] value = encode(record("c1999", 7));
        for (int i = 0; i < 2_500; i++) {
            assertThat(decoder.decode(value).getInt(1_999)).isEqualTo(7);
        }
    }

    @Test
    void oneDecoderServesGoodRecordsBetweenBadOnes() throws Exception {
        RecordDecoder decoder = decoder("a INT NOT NULL, b STRUCT<x: INT>");
        for (int i = 0; i < 3; i++) {
            assertThat(reason(decoder, encode(record("a", "x", "b", record("x", 1)))))
                    .contains("\"a\"");
            assertThat(reason(decoder, encode(record("b", record("x", "y"))))).contains("NOT NULL");
            assertThat(reason(decoder, "}".getBytes(UTF_8))).isNotBlank();
            InternalRow row = decoder.decode(encode(record("a", i)));
            assertThat(row.getInt(0)).isEqualTo(i);
            assertThat(row.isNullAt(1)).isTrue();
        }
    }

    @Test
    void decodersOfOneFactoryThatTravelledShareNothing() throws Exception {
        RecordDecoder.Factory factory = travelled(format().decoder(schema("a INT, s STRUCT<x: STRING>"), plain()));
        RecordDecoder one = factory.open();
        RecordDecoder other = factory.open();

        InternalRow first = one.decode(encode(record("a", 1, "s", record("x", "first"))));
        InternalRow second = other.decode(encode(record("a", 2, "s", record("x", "second"))));

        assertThat(first.getInt(0)).isEqualTo(1);
        assertThat(first.getStruct(1, 1).getUTF8String(0)).hasToString("first");
        assertThat(second.getStruct(1, 1).getUTF8String(0)).hasToString("second");
    }

    private static RecordDecoder.Factory travelled(RecordDecoder.Factory factory) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(factory);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (RecordDecoder.Factory) in.readObject();
        }
    }

    @Test
    void neitherChangesARecordsBytesNorMixesThemUpWithTheNextOnes() throws Exception {
        RecordDecoder decoder = decoder("a STRING, s STRUCT<x: STRING>");
        byte[] value = encode(record("a", "first", "s", record("x", "inner")));
        byte[] before = value.clone();

        InternalRow copy = decoder.decode(value).copy();
        decoder.decode(encode(record("a", "other", "s", record("x", "xxxxx"))));

        assertThat(value).isEqualTo(before);
        assertThat(copy.getUTF8String(0)).hasToString("first");
        assertThat(copy.getStruct(1, 1).getUTF8String(0)).hasToString("inner");
    }

    @Test
    void fieldsThatTheSchemaDoesNotNameAreIgnoredOrRejected() throws Exception {
        byte[] value = encode(record("x", List.of(1), "a", 1, "s", record("b", 2, "y", "z")));
        String ddl = "a INT, s STRUCT<b: INT>";
        assertThat(decoder(ddl, Map.of(), false).decode(value).getInt(0)).isEqualTo(1);
        assertThat(reason(decoder(ddl, Map.of(), true), value)).contains("the schema has no such field");
    }

    @Test
    void namesTheFieldsOfARecord() {
        assertThat(format().fieldNames(encode(record("b", 1, "a", record("x", 1), "c", null)), plain()))
                .contains(List.of("b", "a", "c"));
        assertThat(format().fieldNames("}".getBytes(UTF_8), plain())).isEmpty();
    }

    @Test
    void saysBeforehandWhatItCannotRead() {
        String all = Arrays.stream(ColumnType.values())
                .filter(type -> !type.isNested())
                .map(type -> type + "_ " + type)
                .collect(Collectors.joining(", "));
        assertThat(format().objections(schema(all + ", a ARRAY<INT>, s STRUCT<x: INT>, m MAP<STRING, INT>")))
                .isEmpty();
        assertThat(format().objections(schema("a INTERVAL, b VOID"))).isNotNull();
    }

    @Test
    void optionThatItDoesNotHaveIsAFault() {
        assertThat(format().faults(Map.of())).isEmpty();
        assertThat(format().faults(Map.of("noSuchOption", "x")))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.pointer()).matches("(/.*)?"));
    }
}
