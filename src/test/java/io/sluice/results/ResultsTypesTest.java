package io.sluice.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.SinkSpec.WriteMode;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.collection.JavaConverters;

class ResultsTypesTest {

    private static final Instant TIME = Instant.parse("2024-05-05T05:05:05.120Z");

    private static Shelf shelf;

    @BeforeAll
    static void storeTheSameInBoth() {
        shelf = new Shelf(
                "s STRING, t TINYINT, i INT, l BIGINT, f FLOAT, d DOUBLE, dec DECIMAL(20,4), yes BOOLEAN, day DATE,"
                        + " at TIMESTAMP, local TIMESTAMP_NTZ, bytes BINARY,"
                        + " st STRUCT<b: INT, a: STRUCT<x: DOUBLE, at: TIMESTAMP>>, ar ARRAY<DECIMAL(6,2)>,"
                        + " m MAP<STRING, BIGINT>",
                WriteMode.APPEND);
        shelf.createTable("s text, t smallint, i integer, l bigint, f real, d double precision, dec numeric(20,4),"
                + " yes boolean, day date, at timestamptz, local timestamp, bytes bytea, st jsonb, ar jsonb, m jsonb");
        shelf.storeInPostgres(
                "'naïve', -1, 7, 9223372036854775807, 0.1, 1e-7, 1234567890123456.5000, true, '2023-02-28',"
                        + " '2024-05-05T05:05:05.12Z', '2024-05-05T05:05:00', '\\x00ff',"
                        + " '{\"b\": 1, \"a\": {\"x\": 1E10, \"at\": \"2024-05-05T05:05:05.120000Z\"}}',"
                        + " '[1.50, null]', '{\"zz\": 1, \"a\": null}'",
                0,
                0);
        shelf.storeInPostgres("null" + ", null".repeat(14), 1, 0);
        shelf.storeInMongo(
                0,
                0,
                "naïve",
                (byte) -1,
                7,
                Long.MAX_VALUE,
                0.1f,
                1e-7,
                new BigDecimal("1234567890123456.5"),
                true,
                Date.valueOf("2023-02-28"),
                Timestamp.from(TIME),
                LocalDateTime.parse("2024-05-05T05:05:00"),
                new byte[] {0, -1},
                RowFactory.create(1, RowFactory.create(1e10, Timestamp.from(TIME))),
                JavaConverters.asScalaBuffer(Arrays.asList(new BigDecimal("1.5"), null))
                        .toSeq(),
                JavaConverters.mapAsScalaMap(map()));
        shelf.storeInMongo(1, 0, new Object[15]);
    }

    private static Map<Object, Object> map() {
        Map<Object, Object> map = new HashMap<>();
        map.put("zz", 1L);
        map.put("a", null);
        return map;
    }

    @Test
    @DisplayName("Both stores answer the same JSON for the same row, of every type, nested ones and nulls included")
    void sameAnswer() {
        Shelf.Answer postgres = shelf.get("p/results/postgres");
        Shelf.Answer mongo = shelf.get("p/results/mongo");

        assertThat(postgres.outputOnly(shelf.output)).isEqualTo(mongo.outputOnly(shelf.output));
        assertThat(postgres.items().get(0).toString())
                .isEqualTo("{\"s\":\"naïve\",\"t\":-1,\"i\":7,\"l\":9223372036854775807,\"f\":0.1,\"d\":1.0E-7,"
                        + "\"dec\":1234567890123456.5000,\"yes\":true,\"day\":\"2023-02-28\","
                        + "\"at\":\"2024-05-05T05:05:05.120Z\",\"local\":\"2024-05-05T05:05:00\",\"bytes\":\"AP8=\","
                        + "\"st\":{\"b\":1,\"a\":{\"x\":1.0E+10,\"at\":\"2024-05-05T05:05:05.120Z\"}},"
                        + "\"ar\":[1.50,null],\"m\":{\"a\":null,\"zz\":1}}");
    }

    @Test
    @DisplayName("A row also says where it comes from")
    void rowSaysWhereItComesFrom() {
        assertThat(shelf.get("p/results/postgres/t/0/1").body().toString())
                .contains("\"_partition\":0,\"_offset\":1,\"_ordinal\":0,\"_topic\":\"t\",\"_ingested_at\":\"20");
        assertThat(shelf.get("p/results/mongo/t/0/1").body().toString())
                .startsWith("{\"_id\":\"t/0/1/0\",")
                .endsWith("\"_source\":{\"topic\":\"t\",\"partition\":0,\"offset\":1,\"ordinal\":0,"
                        + "\"timestamp\":\"2023-11-14T22:13:20.123Z\"}}");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A filter of every type finds the row in both stores")
    @ValueSource(
            strings = {
                "s:eq:naïve",
                "s:like:na_ve",
                "s:in:x,naïve",
                "s:gt:na",
                "t:eq:-1",
                "i:in:6,7",
                "i:ge:7",
                "l:gt:1",
                "l:eq:9223372036854775807",
                "f:eq:0.1",
                "f:le:1",
                "d:eq:1e-7",
                "d:lt:0.5",
                "dec:eq:1234567890123456.5",
                "dec:gt:1234567890123456.4999",
                "dec:lt:1234567890123456.51",
                "yes:eq:true",
                "yes:in:true",
                "day:eq:2023-02-28",
                "day:lt:2023-03-01",
                "at:eq:2024-05-05T05:05:05.120Z",
                "at:eq:2024-05-05T07:05:05.120+02:00",
                "at:gt:2024-05-05",
                "local:eq:2024-05-05T05:05:00",
                "bytes:eq:AP8=",
                "st:isnull:false",
                "s:isnull:false",
                "_offset:eq:0",
                "_topic:eq:t",
                "_ordinal:lt:1",
                "_partition:in:0"
            })
    void filterOfEveryTypeFindsTheRowInBothStores(String filter) {
        for (String store : List.of("postgres", "mongo")) {
            Shelf.Answer answer = shelf.get("p/results/" + store, "filter", filter, "filter", "_offset:lt:1");

            assertThat(answer.column("i")).as(store).containsExactly("7");
            assertThat(answer.body().path("total").asInt()).as(store).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A filter that does not hold finds nothing, and a null is neither smaller nor larger")
    @ValueSource(
            strings = {
                "s:eq:NAÏVE",
                "s:like:aïv",
                "s:lt:a",
                "i:gt:7",
                "dec:lt:1",
                "yes:eq:false",
                "day:gt:2023-02-28",
                "at:lt:2024-05-05",
                "bytes:eq:AA==",
                "f:lt:0",
                "_topic:eq:u"
            })
    void filtersThatFail(String filter) {
        for (String store : List.of("postgres", "mongo")) {
            assertThat(shelf.get("p/results/" + store, "filter", filter).items())
                    .as(store)
                    .isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} finds {1}")
    @DisplayName("NaN is neither smaller nor larger than a number, in both stores")
    @CsvSource({"d:gt:1, 2", "d:ge:2.5, 2", "d:lt:3, 2", "d:le:3, 2", "f:gt:1, 2", "f:lt:3, 2", "d:ne:1, 1 2"})
    void nanIsNeitherSmallerNorLargerThanANumber(String filter, String found) {
        Shelf numbers = new Shelf("n INT, d DOUBLE, f FLOAT", WriteMode.APPEND);
        numbers.createTable("n integer, d double precision, f real");
        numbers.storeInPostgres("1, 'NaN', 'NaN'", 0, 0);
        numbers.storeInPostgres("2, 2.5, 2.5", 1, 0);
        numbers.storeInMongo(0, 0, 1, Double.NaN, Float.NaN);
        numbers.storeInMongo(1, 0, 2, 2.5, 2.5f);
        for (String store : List.of("postgres", "mongo")) {
            assertThat(numbers.get("p/results/" + store, "filter", filter).column("n"))
                    .as(store)
                    .containsExactlyInAnyOrder(found.split(" "));
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("Null is found by isnull and by ne")
    @ValueSource(
            strings = {
                "s:isnull",
                "s:isnull:true",
                "st:isnull:true",
                "m:isnull",
                "s:ne:naïve",
                "i:ne:7",
                "bytes:ne:AP8="
            })
    void nullIsFoundByIsnullAndByNe(String filter) {
        for (String store : List.of("postgres", "mongo")) {
            assertThat(shelf.get("p/results/" + store, "filter", filter).column("i"))
                    .as(store)
                    .containsExactly("null");
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A value that does not fit its column's type is an invalid parameter")
    @ValueSource(
            strings = {
                "t:eq:128",
                "i:eq:3000000000",
                "i:eq:1.5",
                "i:in:1,",
                "l:eq:9223372036854775808",
                "f:eq:1e39",
                "d:eq:NaN",
                "d:eq:1e400",
                "d:eq:1d",
                "dec:eq:1e2147483647",
                "dec:eq:x",
                "yes:eq:1",
                "day:eq:2023-02-30",
                "day:eq:-4713-01-01",
                "at:eq:yesterday",
                "at:eq:+999999999-01-01T00:00:00Z",
                "local:eq:2024-05-05T05:05:00Z",
                "bytes:eq:*",
                "s:eq:a\0b",
                "s:like:a\\",
                "s:isnull:maybe",
                "i:like:7",
                "yes:lt:true",
                "bytes:lt:AA==",
                "st:eq:{}",
                "ar:like:x",
                "nope:eq:1",
                "s:regex:x",
                "s",
                "s:eq",
                ":eq:1",
                ""
            })
    void valueThatDoesNotFitItsColumnIsAnInvalidParameter(String filter) {
        for (String store : List.of("postgres", "mongo")) {
            Shelf.Answer answer = shelf.get("p/results/" + store, "filter", filter);

            assertThat(answer.status()).as(store).isEqualTo(400);
            assertThat(answer.body().path("type").asString()).isEqualTo("INVALID_PARAMETER");
        }
    }
}
