package io.sluice.stream.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedSqlTest {

    @ParameterizedTest(name = "{0}")
    @DisplayName("refuses, and says where and why")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT TRANSFORM(name) USING 'sh -c id' AS (x) FROM source | 1 | TRANSFORM … USING is not allowed",
                "SELECT reflect('java.lang.System', 'getenv', 'HOME') AS x FROM source | 8 | the function reflect is not allowed",
                "SELECT java_method('java.lang.System', 'getenv', 'HOME') AS x FROM source | 8 | java_method is not allowed",
                "SELECT * FROM text.`/etc/passwd` | 15 | there is no relation text./etc/passwd here",
                "SELECT * FROM other | 15 | there is no relation other here",
                "SELECT * FROM Source | 15 | the only one is source, in lower case",
                "SELECT * FROM a.source | 15 | there is no relation a.source",
                "INSERT INTO x SELECT * FROM source | 1 | this statement is not allowed",
                "INSERT OVERWRITE DIRECTORY '/tmp/x' USING json SELECT * FROM source | 1 | this statement is not allowed",
                "CREATE TABLE x AS SELECT 1 | 1 | this statement is not allowed",
                "CREATE TEMPORARY VIEW x AS SELECT 1 | 1 | this statement is not allowed",
                "CREATE FUNCTION f AS 'java.lang.Runtime' | 1 | this statement is not allowed",
                "DROP TABLE x | 1 | this statement is not allowed",
                "SET spark.sql.ansi.enabled=false | 1 | this statement is not allowed",
                "ADD JAR /tmp/x.jar | 1 | this statement is not allowed",
                "USE x | 1 | this statement is not allowed",
                "SHOW TABLES | 1 | this statement is not allowed",
                "EXPLAIN SELECT * FROM source | 1 | this statement is not allowed",
                "CACHE TABLE x AS SELECT 1 | 1 | this statement is not allowed",
                "REFRESH '/tmp' | 1 | this statement is not allowed",
                "TABLE source | 7 | begins with SELECT",
                "SELECT 1 AS x | 1 | a SELECT without FROM source is not allowed",
                "SELECT (SELECT 1) AS x FROM source | 8 | a subquery in an expression is not allowed",
                "SELECT id FROM source WHERE id IN (SELECT 1) | 32 | a subquery in an expression is not allowed",
                "SELECT id FROM source WHERE EXISTS (SELECT 1) | 1 | a subquery in an expression is not allowed",
                "SELECT a.id FROM source a JOIN source b ON a.id = b.id | 27 | a join is not allowed",
                "SELECT id FROM source, source | 11 | a join is not allowed",
                "SELECT id FROM source, LATERAL explode(tags) | 11 | LATERAL in FROM is not allowed",
                "SELECT DISTINCT id FROM source | 1 | DISTINCT is not allowed",
                "SELECT id FROM source ORDER BY id | 23 | ORDER BY is not allowed",
                "SELECT id FROM source LIMIT 1 | 23 | LIMIT is not allowed",
                "SELECT id FROM source GROUP BY id | 23 | GROUP BY is not allowed",
                "SELECT id FROM source UNION ALL SELECT id FROM source | 1 | UNION is not allowed",
                "WITH t AS (SELECT * FROM source) SELECT * FROM t | 1 | WITH is not allowed",
                "SELECT /*+ BROADCAST(source) */ id FROM source | 8 | a hint is not allowed",
                "SELECT * FROM VALUES (1) | 15 | VALUES is not allowed",
                "SELECT * FROM range(10) | 15 | a table function is not allowed",
                "SELECT * FROM source TABLESAMPLE (1 ROWS) | 22 | is not allowed",
                "SELECT * FROM source VERSION AS OF 1 | 22 | AS OF is not allowed",
                "SELECT * FROM source PIVOT (max(id) FOR name IN ('a')) | 22 | PIVOT is not allowed",
                "SELECT * FROM IDENTIFIER('source') | 15 | IDENTIFIER(…) is not allowed",
                "SELECT row_number() OVER (ORDER BY id) AS n FROM source | 8 | OVER is not allowed",
                "SELECT count(*) AS n FROM source | 8 | the function count is not allowed",
                "SELECT first(id) AS n FROM source | 8 | an aggregate over many records is not allowed",
                "SELECT :x AS a FROM source | 8 | a parameter marker is not allowed",
                "SELECT nope(id) AS a FROM source | 8 | there is no function nope",
                "SELECT lenght(name) AS a FROM source | 8 | there is no function lenght (did you mean length?)",
                "SELECT lowr(name) AS a FROM source | 8 | there is no function lowr (did you mean lower?)",
                "SELECT window(at, '1 minute') AS a FROM source | 8 | window is not allowed: a transform sees one record at a time, without windows",
                "SELECT default.upper(name) AS a FROM source | 8 | there is no function default.upper",
                "SELECT rand() AS a FROM source | 8 | the function rand is not allowed",
                "SELECT uuid() AS a FROM source | 8 | the function uuid is not allowed",
                "SELECT now() AS a FROM source | 8 | the function now is not allowed",
                "SELECT current_date() AS a FROM source | 8 | the function current_date is not allowed",
                "SELECT CURRENT_DATE AS a FROM source | 8 | current_date is not allowed: it depends on more than the record",
                "SELECT id, current_timestamp AS a FROM source | 12 | current_timestamp is not allowed: it depends",
                "SELECT upper(user) AS a FROM source | 14 | current_user is not allowed: it depends",
                "SELECT unix_timestamp() AS a FROM source | 8 | is not allowed: it depends",
                "SELECT DATE 'today' AS a FROM source | 13 | depends on the clock",
                "SELECT timestamp ' NOW ' AS a FROM source | 18 | depends on the clock",
                "SELECT CAST('now' AS TIMESTAMP) AS a FROM source | 8 | cannot be cast",
                "SELECT input_file_name() AS a FROM source | 8 | the function input_file_name is not allowed",
                "SELECT xpath('<a/>', '/a') AS a FROM source | 8 | the function xpath is not allowed",
                "SELECT repeat(name, 2000000000) AS a FROM source | 8 | the function repeat is not allowed",
                "SELECT sequence(1, 2000000000) AS a FROM source | 8 | the function sequence is not allowed",
                "SELECT lpad(name, 2000000000, 'x') AS a FROM source | 8 | argument 2 of lpad must be written out",
                "SELECT lpad(name, '2000000000', 'x') AS a FROM source | 8 | argument 2 of lpad must be written out",
                "SELECT rpad(name, id, 'x') AS a FROM source | 8 | argument 2 of rpad must be written out",
                "SELECT round(1.5D, 2000000000) AS a FROM source | 8 | argument 2 of round must be written out",
                "SELECT nam AS x FROM source | 8 | there is no column nam here; there are id, name,",
                "SELECT NAME AS x FROM source | 8 | there is no column NAME here",
                "SELECT x.id AS x FROM source s | 8 | there is no column x.id here",
                "SELECT upper(id, 1) AS x FROM source | 8 | requires 1 parameters",
                "SELECT id + tags AS x FROM source | 8 | data type mismatch",
                "SELECT id FROM source WHERE id | 1 | ",
                "SELECT 1 / 0 AS x FROM source | 8 | Division by zero (DIVIDE_BY_ZERO)",
                "SELECT CAST('a.b. c' AS INT) AS x FROM source | 8 | The value 'a.b. c' of the type \"STRING\" cannot be cast to \"INT\"",
                "SELECT id a b FROM source | 13 | Syntax error",
                "SELECT id FROM source; SELECT id FROM source | 24 | Syntax error",
                "SELECT id FROM source WHERE name = 'x | 36 | Syntax error",
                "SELECT NULL AS x FROM source | 8 | the column x has no type",
                "SELECT id AS a, array() AS x FROM source | 17 | the column x has no type",
                "SELECT INTERVAL 1 DAY AS x FROM source | 8 | the column x is an interval",
                "SELECT id, name AS id FROM source | 12 | the column id stands twice",
                "SELECT *, id FROM source | 11 | the column id stands twice",
                "SELECT id, _offset FROM source | 12 | the column _offset needs another name: every record's position is kept",
                "SELECT _key FROM source | 8 | the column _key needs another name",
                "SELECT * FROM (SELECT id, _topic FROM source) | 8 | the column _topic needs another name",
                "SELECT id AS _id FROM source | 8 | the column _id needs another name: the stores keep",
                "SELECT id AS _ingested_at FROM source | 8 | the column _ingested_at needs another name",
                "SELECT stack(2, 1, 2) AS a FROM source | 8 | the function stack is not allowed",
                "SELECT id FROM source LATERAL VIEW json_tuple(name, 'a') t AS x | 23 | json_tuple is not allowed",
            })
    void refusesAndSaysWhereAndWhy(String sql, int column, String why) {
        assertThat(Bench.faults(sql))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault).doesNotContain("\n").doesNotContain("SQLSTATE"))
                .anySatisfy(fault -> assertThat(fault)
                        .startsWith("line 1, column " + column + ": ")
                        .contains(why == null ? "" : why));
    }

    @Test
    @DisplayName("names every fault at once, in the order of the SQL")
    void allFaults() {
        assertThat(Bench.faults("SELECT rand() AS a,\n  uuid() AS b FROM source\nWHERE now() > at ORDER BY nope(a)"))
                .extracting(fault -> fault.substring(0, fault.indexOf(" is not allowed") + 1))
                .contains("line 1, column 8: the function rand ", "line 2, column 3: the function uuid ")
                .contains("line 3, column 7: the function now ")
                .hasSize(5);
        assertThat(Bench.faults("SELECT a, id, b AS c FROM source WHERE d > 1"))
                .anySatisfy(fault -> assertThat(fault).contains("there is no column d"));
        assertThat(Bench.faults("SELECT a,\n id, b AS c FROM source"))
                .hasSize(2)
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("line 1, column 8: there is no column a here"),
                        fault -> assertThat(fault).startsWith("line 2, column 6: there is no column b here"));
    }

    @Test
    @DisplayName("executes nothing of what it refuses")
    void executesNothing(@TempDir Path directory) {
        Path target = directory.resolve("out");
        Bench.faults("INSERT OVERWRITE DIRECTORY '" + target + "' USING json SELECT 1 AS a");
        Bench.faults("CREATE TEMPORARY VIEW leaked AS SELECT 1 AS a");
        Bench.faults("SET spark.sql.ansi.enabled=false");
        Bench.faults("SELECT TRANSFORM(id) USING 'touch " + target + "' FROM source");
        assertThat(Files.exists(target)).isFalse();
        assertThat(Bench.SPARK.catalog().tableExists("leaked")).isFalse();
        assertThat(Bench.SPARK.conf().get("spark.sql.ansi.enabled")).isEqualTo("true");
    }

    @ParameterizedTest
    @DisplayName("refuses what a store cannot name, also in the source's own columns")
    @ValueSource(strings = {"a INT, a STRING", "_offset INT", "a INTERVAL DAY"})
    void sourceColumns(String schema) {
        assertThat(Bench.faults(StructType.fromDDL(schema), null)).hasSize(1);
        assertThat(Bench.faults(StructType.fromDDL(schema), "SELECT 1 AS x FROM source"))
                .hasSize(1);
    }

    @Test
    @DisplayName("reads fields that are called as the stores' own columns, which only the output cannot have")
    void namesOfTheStores() {
        StructType schema = StructType.fromDDL("_id STRING, _source STRUCT<a: INT>, _ordinal INT");
        assertThat(Bench.faults(schema, "SELECT _id AS id, _source.a AS a, _ordinal AS o FROM source"))
                .isEmpty();
        assertThat(Bench.faults(schema, "SELECT * FROM source")).hasSize(3);
        assertThat(Bench.faults(schema, null))
                .hasSize(3)
                .contains("the source column _id needs another name: the stores keep one of their own under _id");
    }
}
