package io.sluice.stream.store.mongo;

import static io.sluice.stream.store.mongo.MongoSink.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.SourceRecord;
import io.sluice.testing.TestMongo;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.collection.JavaConverters;

class MongoTypesTest {

    private static final Instant TIME = Instant.parse("1969-12-31T23:59:59.999999Z");

    @Test
    @DisplayName("Every scalar type becomes its BSON counterpart, between _id and _source")
    void everyScalarTypeBecomesItsBsonCounterpart() {
        MongoSink sink = new MongoSink("s STRING, t TINYINT, h SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, "
                + "dec DECIMAL(10,2), yes BOOLEAN, day DATE, at TIMESTAMP, local TIMESTAMP_NTZ, bytes BINARY");

        sink.write(line(
                7,
                "naïve 𝄞 \0 end",
                (byte) -1,
                Short.MIN_VALUE,
                Integer.MAX_VALUE,
                Long.MIN_VALUE,
                0.1f,
                Double.POSITIVE_INFINITY,
                new BigDecimal("-12345678.90"),
                true,
                java.sql.Date.valueOf("1912-06-23"),
                Timestamp.from(TIME),
                LocalDateTime.ofInstant(TIME, ZoneOffset.UTC),
                new byte[] {0, -1}));

        assertThat(sink.refusals).isEmpty();
        Document found = sink.document("t/0/7/0");
        assertThat(found.keySet())
                .containsExactly(
                        "_id", "s", "t", "h", "i", "l", "f", "d", "dec", "yes", "day", "at", "local", "bytes",
                        "_source");
        assertThat(found)
                .containsEntry("s", "naïve 𝄞 \0 end")
                .containsEntry("t", -1)
                .containsEntry("h", -32768)
                .containsEntry("i", Integer.MAX_VALUE)
                .containsEntry("l", Long.MIN_VALUE)
                .containsEntry("f", (double) 0.1f)
                .containsEntry("d", Double.POSITIVE_INFINITY)
                .containsEntry("dec", Decimal128.parse("-12345678.90"))
                .containsEntry("yes", true)
                .containsEntry("day", date(LocalDate.of(1912, 6, 23)))
                .containsEntry("at", new Date(-1))
                .containsEntry("local", new Date(-1))
                .containsEntry("bytes", new Binary(new byte[] {0, -1}));
        assertThat(found.get("_source"))
                .isEqualTo(new Document("topic", "t")
                        .append("partition", 0)
                        .append("offset", 7L)
                        .append("ordinal", 0)
                        .append("timestamp", new Date(1_700_000_000_123L)));
    }

    @Test
    @DisplayName("A record's time that is in none of the years 0001 to 9999 stays the number that it was")
    void timeThatIsNone() {
        MongoSink sink = new MongoSink("n INT");
        long nanoseconds = 1_764_250_000_000_000_000L;
        sink.write(new MongoSink.Line(new SourceRecord("t", 0, 0, nanoseconds, null, null, List.of()), 0, 1));
        assertThat(sink.document("t/0/0/0").get("_source", Document.class).get("timestamp"))
                .isEqualTo(nanoseconds);
    }

    private static Date date(LocalDate day) {
        return Date.from(day.atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    @Test
    @DisplayName("Nested values stay nested, and nulls are stored as null at every level")
    void nestedValuesStayNested() {
        MongoSink sink =
                new MongoSink("a ARRAY<STRUCT<x: INT, y: ARRAY<STRING>>>, m MAP<STRING, MAP<INT, STRING>>, n STRING");

        sink.write(
                line(
                        0,
                        seq(RowFactory.create(1, seq("p", null)), RowFactory.create(null, null), null),
                        map("k", map(3, "three"), "gone", null),
                        null),
                line(1, null, null, null));

        assertThat(sink.document("t/0/0/0"))
                .containsEntry(
                        "a",
                        Arrays.asList(
                                new Document("x", 1).append("y", Arrays.asList("p", null)),
                                new Document("x", null).append("y", null),
                                null))
                .containsEntry("m", new Document("k", new Document("3", "three")).append("gone", null))
                .containsEntry("n", null);
        assertThat(sink.document("t/0/1/0")).containsEntry("a", null).containsEntry("m", null);
    }

    @Test
    @DisplayName("An array of more than 256 elements keeps their order")
    void longArray() {
        MongoSink sink = new MongoSink("a ARRAY<INT>");
        Integer[] numbers = new Integer[1000];
        Arrays.setAll(numbers, i -> i);

        sink.write(line(0, seq((Object[]) numbers)));

        assertThat(sink.document("t/0/0/0").getList("a", Integer.class)).containsExactly(numbers);
    }

    @Test
    @DisplayName("A decimal is a Decimal128 where that is exact, else text")
    void decimalIsDecimal128WhereThatIsExact() {
        MongoSink sink = new MongoSink("d DECIMAL(38,10)");

        sink.write(
                line(0, new BigDecimal("1234567890123456789012345678.0000000000")),
                line(1, new BigDecimal("1234567890123456789012345678.0123456789")));

        assertThat(sink.document("t/0/0/0").get("d", Decimal128.class).bigDecimalValue())
                .isEqualByComparingTo("1234567890123456789012345678");
        assertThat(sink.document("t/0/1/0")).containsEntry("d", "1234567890123456789012345678.0123456789");
    }

    @Test
    @DisplayName("What looks like an operator is data, in values and in the keys of a map")
    void operatorsAreData() {
        MongoSink append = new MongoSink("s STRING, m MAP<STRING, STRING>");
        MongoSink upsert = MongoSink.upsert("s STRING, m MAP<STRING, STRING>", null, "s");
        Object[] values = {"$where", map("$set", "$inc", "a.b", "x", "", "y")};

        append.write(line(0, values));
        upsert.write(line(0, values));
        upsert.write(line(1, values));

        assertThat(append.refusals).isEmpty();
        assertThat(upsert.refusals).isEmpty();
        Document expected = new Document("$set", "$inc").append("a.b", "x").append("", "y");
        assertThat(append.document("t/0/0/0")).containsEntry("m", expected);
        assertThat(upsert.document("$where")).containsEntry("m", expected);
    }

    @Test
    @DisplayName("A NUL in the key of a map is refused, and the neighbours land")
    void nulInMapKey() {
        MongoSink sink = new MongoSink("m MAP<STRING, INT>");

        sink.write(line(0, map("a", 1)), line(1, map("a\0b", 1)), line(2, map("b", 1)));

        assertThat(sink.refusals).singleElement().asString().startsWith("t/0/1/0: A map has a key with a NUL");
        assertThat(sink.documents()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "$x", "a.b", "a\0b", "_id", "_source"})
    @DisplayName("A column that Mongo's query language cannot reach is an objection")
    void badNames(String name) {
        MongoStore store = new MongoStore(TestMongo.freshDatabase());
        StructType inner = new StructType(new StructField[] {field(name, DataTypes.StringType)});

        assertThat(store.objection(field(name, DataTypes.StringType))).isPresent();
        if (!name.startsWith("_")) {
            assertThat(store.objection(field("outer", DataTypes.createArrayType(inner))))
                    .isPresent();
        }
    }

    @Test
    @DisplayName("A type without a BSON counterpart is an objection, nesting over 100 levels too")
    void badTypes() {
        assertThat(objections("c INTERVAL DAY TO SECOND")).hasSize(1);
        assertThat(objections("c MAP<STRUCT<a: INT>, STRING>")).hasSize(1);
        assertThat(objections("c ARRAY<INTERVAL YEAR>")).hasSize(1);
        assertThat(objections("c MAP<STRING, BINARY>, d ARRAY<STRUCT<a: DATE>>"))
                .isEmpty();
        assertThat(objections("c " + "ARRAY<".repeat(99) + "INT" + ">".repeat(99)))
                .isEmpty();
        assertThat(objections("c " + "ARRAY<".repeat(100) + "INT" + ">".repeat(100)))
                .hasSize(1);
    }

    private static List<String> objections(String ddl) {
        MongoStore store = new MongoStore(TestMongo.freshDatabase());
        return Arrays.stream(StructType.fromDDL(ddl).fields())
                .flatMap(column -> store.objection(column).stream())
                .toList();
    }

    private static StructField field(String name, DataType type) {
        return DataTypes.createStructField(name, type, true);
    }

    private static Object seq(Object... values) {
        return JavaConverters.asScalaBuffer(Arrays.asList(values)).toSeq();
    }

    private static Object map(Object... entries) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put(entries[i], entries[i + 1]);
        }
        return JavaConverters.mapAsScalaMap(map);
    }
}
