package io.sluice.stream.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that Spark lets pass and that the stores would keep each in its own way, or choke on. */
class OddValuesTest {

    @ParameterizedTest(name = "{0} of {1}")
    @DisplayName("rejects a record whose value would not be the same in every store")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "CAST(unbase64(name) AS STRING) | /w== | not valid UTF-8",
                "CAST(unbase64(name) AS STRING) | YWJjZGVmZ2hpw28= | not valid UTF-8",
                "CAST(unbase64(name) AS STRING) | 7aCA | not valid UTF-8",
                "named_struct('a', 1, 'b', CAST(unbase64(name) AS STRING)) | /w== | not valid UTF-8",
                "array('x', CAST(unbase64(name) AS STRING)) | /w== | not valid UTF-8",
                "map(CAST(unbase64(name) AS STRING), 1) | /w== | not valid UTF-8",
                "map('a', array(map('b', CAST(unbase64(name) AS STRING)))) | /w== | not valid UTF-8",
                "from_json(name, 'm MAP<STRING,STRING>').m | {\"m\":{\"k\":\"1\",\"k\":\"2\"}} | a map has a key twice",
                "array(from_json(name, 'm MAP<STRING,STRING>')) | {\"m\":{\"k\":\"1\",\"\\u006b\":\"2\"}} | a map has a key twice",
                "CAST(from_json(name, 'm MAP<STRING,INT>').m AS MAP<INT,INT>) | {\"m\":{\"1\":1,\"01\":2}} | a map has a key twice",
                "map(name, 1, 'a', 2) | a | Duplicate map key a",
                "map_concat(map(name, 1), map('a', 2)) | a | Duplicate map key a",
                "map_from_entries(array(named_struct('k', name, 'v', 1), named_struct('k', 'a', 'v', 2))) | a | Duplicate map key a",
                "transform_keys(map(name, 1, 'b', 2), (k, v) -> 'a') | a | Duplicate map key a",
                "str_to_map(name) | a:1,a:2 | Duplicate map key a",
                "date_from_unix_date(CAST(name AS INT)) | 2932897 | its year is not one of 0001 to 9999",
                "date_from_unix_date(CAST(name AS INT)) | -719163 | its year is not one of 0001 to 9999",
                "timestamp_micros(CAST(name AS BIGINT)) | 1764250000000000000 | its year is not one of 0001 to 9999",
                "array(timestamp_micros(CAST(name AS BIGINT))) | 1764250000000000000 | its year is not one of 0001 to 9999",
                "CAST(timestamp_micros(CAST(name AS BIGINT)) AS TIMESTAMP_NTZ) | -62135596800000001 | its year is not one of 0001 to 9999",
            })
    void rejectsValuesThatStoresWouldNotKeepAlike(String expression, String value, String reason) throws Exception {
        Bench bench = new Bench("SELECT id, " + expression + " AS x FROM source");
        assertThatThrownBy(() -> bench.rows(1, value))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("spark.sql");
    }

    @Test
    @DisplayName("sound values of every kind pass, and what only a condition sees is free")
    void soundValuesPassAndConditionsAreFree() throws Exception {
        assertThat(new Bench("SELECT CAST(unbase64(name) AS STRING) AS x, map(name, name) AS m,"
                                + " array(named_struct('a', date_from_unix_date(2932896))) AS a FROM source")
                        .rows(1, "8J+YgMO8bmljb2Rl"))
                .containsExactly("[😀ünicode,Map(8J+YgMO8bmljb2Rl -> 8J+YgMO8bmljb2Rl),ArraySeq([9999-12-31])]"
                        .replace("ArraySeq", "WrappedArray"));
        assertThat(new Bench("SELECT id FROM source WHERE CAST(unbase64(name) AS STRING) <> ''").rows(1, "/w=="))
                .containsExactly("[1]");
    }

    @Test
    @DisplayName("the record's own bytes can be kept as they came, and parts of them read")
    void wholeValue() throws Exception {
        byte[] value = "{\"o\": {\"b\":1.10,\"a\":[2]},\"id\":1}".getBytes(StandardCharsets.UTF_8);
        Bench bench = new Bench("SELECT CAST(_value AS STRING) AS raw,"
                + " get_json_object(CAST(_value AS STRING), '$.o.a') AS a FROM source");
        SourceRecord record = new SourceRecord("t", 0, 0, 0, null, value, List.of());
        assertThat(Bench.texts(bench.factory().open().apply(record, Bench.row(1)), bench.output()))
                .containsExactly("[{\"o\": {\"b\":1.10,\"a\":[2]},\"id\":1},[2]]");
        assertThat(new Bench("SELECT * FROM source").output().fieldNames()).doesNotContain("_value");
    }

    @ParameterizedTest
    @DisplayName("refuses a struct that has a name twice, however deep, where it is defined")
    @ValueSource(
            strings = {
                "SELECT struct(id, id + 1 AS id) AS s FROM source",
                "SELECT named_struct('x', 1, 'x', 2) AS s FROM source",
                "SELECT map('k', array(named_struct('x', 1, 'x', 2))) AS s FROM source",
                "SELECT from_json(name, 'a INT, s STRUCT<b: INT, b: INT>') AS s FROM source",
            })
    void namesTwice(String sql) {
        assertThat(Bench.faults(sql)).singleElement().asString().contains("two fields of the same name");
    }
}
