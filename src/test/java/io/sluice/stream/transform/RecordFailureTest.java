package io.sluice.stream.transform;

import static io.sluice.stream.transform.Bench.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFailureTest {

    @ParameterizedTest(name = "{0}")
    @DisplayName("rejects the record with one sentence that says where in the SQL, and its neighbours pass")
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "SELECT CAST(amount AS INT) AS x FROM source ==> line 1, column 8: The value '1. x' of the type \"STRING\" cannot be cast to \"INT\" because it is malformed (CAST_INVALID_INPUT)",
                "SELECT 10 / id AS x FROM source ==> line 1, column 8: Division by zero (DIVIDE_BY_ZERO)",
                "SELECT 2147483647 + 1 * (1 - id) AS x FROM source ==> line 1, column 8: integer overflow (ARITHMETIC_OVERFLOW)",
                "SELECT tags[id + 5] AS x FROM source ==> line 1, column 8: The index 5 is out of bounds (INVALID_ARRAY_INDEX)",
                "SELECT id FROM source WHERE CAST(amount AS INT) > 0 ==> line 1, column 29: The value '1. x'",
                "SELECT to_date(amount) AS x FROM source ==> The value '1. x' of the type",
                "SELECT if(id = 0, raise_error('no zero. here'), id) AS x FROM source ==> no zero. here",
                "SELECT 'a' RLIKE (if(id = 0, '(', 'a')) AS x FROM source ==> Unclosed group",
                "SELECT x FROM source LATERAL VIEW explode(array(1, 10 / id)) t AS x ==> Division by zero (DIVIDE_BY_ZERO)",
            })
    void rejectsTheRecordAndItsNeighboursPass(String sql, String reason) throws Exception {
        Bench bench = new Bench(sql);
        int good = bench.rows(1, "a", "2024", List.of("a", "b", "c", "d", "e", "f", "g"), null, null)
                .size();
        assertThatThrownBy(() -> bench.rows(0, "a", "1. x", List.of("a"), null, null))
                .isInstanceOf(RejectedException.class)
                .extracting(e -> ((RejectedException) e).reason())
                .asString()
                .contains(reason)
                .doesNotContain("\n")
                .doesNotContain("spark.sql");
        assertThat(bench.rows(1, "a", "2024", List.of("a", "b", "c", "d", "e", "f", "g"), null, null))
                .hasSize(good);
    }

    @Test
    @DisplayName("a record yields all of its rows or none")
    void allOrNone() throws Exception {
        Bench bench = new Bench("SELECT CAST(t AS INT) AS n FROM source LATERAL VIEW explode(tags) v AS t");
        assertThatThrownBy(() -> bench.rows(1, "a", "b", List.of("1", "2", "x")))
                .isInstanceOf(RejectedException.class);
        assertThat(bench.rows(1, "a", "b", List.of("1", "2"))).containsExactly("[1]", "[2]");
    }

    @Test
    @DisplayName("a record whose time is none is rejected where its time is asked for, and nowhere else")
    void timeThatIsNone() throws Exception {
        SourceRecord odd = new SourceRecord("t", 0, 0, 1_764_250_000_000_000_000L, null, null, List.of());
        Bench asking = new Bench("SELECT id, _timestamp AS at FROM source");
        assertThatThrownBy(() -> asking.factory().open().apply(odd, row(1)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("_timestamp")
                .hasMessageContaining("1764250000000000000 ms");
        assertThat(new Bench("SELECT id, _offset AS at FROM source")
                        .factory()
                        .open()
                        .apply(odd, row(1)))
                .hasSize(1);
    }

    @Test
    @DisplayName("a record that would fill the memory is rejected")
    void tooManyRows() throws Exception {
        Bench bench = new Bench("SELECT name, t FROM source LATERAL VIEW explode(split(name, '')) v AS t");
        assertThatThrownBy(() -> bench.rows(1, "x".repeat(20_000)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("64 MiB");
        Bench doubling = new Bench("SELECT length(h) AS n FROM (SELECT concat(g, g, g, g, g, g, g, g) AS h FROM"
                + " (SELECT concat(f, f, f, f, f, f, f, f) AS g FROM (SELECT concat(e, e, e, e, e, e, e, e) AS f FROM"
                + " (SELECT concat(name, name, name, name) AS e FROM source))))");
        assertThatThrownBy(() -> doubling.rows(1, "x".repeat(2_000_000))).isInstanceOf(RejectedException.class);
        assertThat(doubling.rows(1, "x")).containsExactly("[2048]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date_format(TIMESTAMP'2020-01-01 00:00:00', name)",
                "from_unixtime(id, name)",
                "to_timestamp('2020', name)",
                "try_to_timestamp('2020', name)",
                "to_date('2020', name)",
                "unix_timestamp('2020', name)",
                "to_unix_timestamp('2020', name)"
            })
    @DisplayName("a pattern for times that a record brings is bounded")
    void longPattern(String expression) throws Exception {
        Bench bench = new Bench("SELECT " + expression + " AS x FROM source");
        assertThatThrownBy(() -> bench.rows(1, "yyyy" + "[]".repeat(600)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("1204 bytes; at most 1000");
        assertThat(bench.rows(1, "yyyy" + "[]".repeat(4))).hasSize(1);
    }

    @Test
    @DisplayName("a regular expression that runs out of stack rejects its record")
    void regexOutOfStack() throws Exception {
        Bench bench = new Bench("SELECT name RLIKE '^(a|b)*$' AS x FROM source");
        assertThatThrownBy(() -> bench.rows(1, "ab".repeat(500_000)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("recurses too deep");
        assertThat(bench.rows(1, "abba")).containsExactly("[true]");
    }

    @Test
    @DisplayName("a condition of an inner SELECT keeps values from the outer one")
    void innerConditionFirst() throws Exception {
        Bench bench =
                new Bench("SELECT CAST(amount AS INT) AS n FROM (SELECT * FROM source WHERE amount RLIKE '^[0-9]+$')"
                        + " WHERE CAST(amount AS INT) > 1");
        assertThat(bench.rows(1, "a", "x")).isEmpty();
        assertThat(bench.rows(1, "a", "5")).containsExactly("[5]");
    }

    @Test
    @DisplayName("a NULL where the decoder promised none never reaches a store")
    void unexpectedNull() throws Exception {
        Bench bench = new Bench("SELECT id, name FROM source");
        assertThatThrownBy(() -> bench.factory().open().apply(Bench.record(1), row(null, "a")))
                .isInstanceOf(RejectedException.class)
                .hasMessage("the column id is NULL, which it must not be");
    }
}
