package io.sluice.stream.transform;

import static io.sluice.stream.transform.Bench.struct;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedSqlTest {

    private static final Object[] RECORD = {
        7,
        "Homer",
        "12",
        List.of("b", "a"),
        struct(1, 2),
        Map.of("k", 5),
        new BigDecimal("3.50"),
        Timestamp.from(Instant.parse("2024-02-29T10:15:30Z"))
    };

    @ParameterizedTest(name = "{0}")
    @DisplayName("evaluates")
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "SELECT id, name FROM source ==> [7,Homer]",
                "SELECT upper(name) AS n FROM source s ==> [HOMER]",
                "SELECT s.id + 1 AS n FROM source s WHERE s.id > 5 ==> [8]",
                "FROM source SELECT id WHERE id = 7; ==> [7]",
                "SELECT source.id FROM source -- a remark ==> [7]",
                "SELECT /* a remark */ id FROM source ==> [7]",
                "SELECT CAST(amount AS INT) * 2 AS n FROM source ==> [24]",
                "SELECT try_cast(name AS INT) AS n FROM source ==> [null]",
                "SELECT point.x, point.y AS why FROM source ==> [1,2]",
                "SELECT point.* FROM source ==> [1,2]",
                "SELECT tags[0] AS t, scores['k'] AS k FROM source ==> [b,5]",
                "SELECT concat_ws('-', array_sort(tags)) AS t FROM source ==> [a-b]",
                "SELECT array_join(transform(tags, (t, i) -> t || i), ',') AS t FROM source ==> [b0,a1]",
                "SELECT aggregate(tags, '', (a, t) -> a || t) AS t FROM source ==> [ba]",
                "SELECT CASE WHEN id < 5 THEN 'low' WHEN id < 9 THEN 'mid' ELSE 'high' END AS c FROM source ==> [mid]",
                "SELECT CASE id WHEN 7 THEN 'x' END AS c, if(id = 7, 1, 2) AS d FROM source ==> [x,1]",
                "SELECT id BETWEEN 1 AND 9 AS a, id IN (1, 7) AS b, name LIKE 'H%' AS c FROM source ==> [true,true,true]",
                "SELECT name RLIKE '^H' AS a, name ILIKE 'h%' AS b, name LIKE ANY ('x', 'H%') AS c FROM source ==> [true,true,true]",
                "SELECT name IS NULL AS a, name IS DISTINCT FROM 'x' AS b, NOT id = 7 AS c, (id = 7) IS TRUE AS d FROM source ==> [false,true,false,true]",
                "SELECT id % 4 AS a, id div 2 AS b, -id AS c, ~id AS d, id & 3 AS e, id | 8 AS f, id ^ 1 AS g FROM source ==> [3,3,-7,-8,3,15,6]",
                "SELECT price * 2 AS p, round(price, 0) AS r FROM source ==> [7.00,4]",
                "SELECT year(at) AS y, date_format(at, 'yyyy-MM') AS m, to_date('2024-01-31') AS d FROM source ==> [2024,2024-02,2024-01-31]",
                "SELECT EXTRACT(month FROM at) AS m, timestampadd(day, 1, at) AS t FROM source ==> [2,2024-03-01 10:15:30.0]",
                "SELECT date_add(DATE '2024-02-28', 1) AS d, at + INTERVAL 1 DAY AS t FROM source ==> [2024-02-29,2024-03-01 10:15:30.0]",
                "SELECT substring(name FROM 1 FOR 2) AS a, TRIM(BOTH 'H' FROM name) AS b, position('m' IN name) AS c FROM source ==> [Ho,omer,3]",
                "SELECT OVERLAY(name PLACING 'X' FROM 1) AS a, lpad(amount, 4, '0') AS b FROM source ==> [Xomer,0012]",
                "SELECT md5(name) AS a, sha2(name, 256) AS b FROM source ==> [6808487b571183152e1d42e214d27a6f,ff69e6555c40008fb266006f18f719e4cff90900bc3f6f2bc83ef24c26791201]",
                "SELECT get_json_object('{\"a\":1}', '$.a') AS a, to_json(point) AS b FROM source ==> [1,{\"x\":1,\"y\":2}]",
                "SELECT from_json('{\"a\":1}', 'a INT').a AS a FROM source ==> [1]",
                "SELECT struct(id, name AS n) AS s, named_struct('a', id) AS t, (id, 1) AS u FROM source ==> [[7,Homer],[7],[7,1]]",
                "SELECT id + 1 AS a, a + 1 AS b FROM source ==> [8,9]",
                "SELECT x FROM (SELECT id * 2 AS x FROM source WHERE id > 0) WHERE x > 10 ==> [14]",
                "SELECT t.x FROM (SELECT id * 2 AS x, name FROM source) AS t WHERE t.name = 'Homer' ==> [14]",
                "SELECT '${env:HOME}' AS a, '${spark.master}' AS b FROM source ==> [${env:HOME},${spark.master}]",
                "SELECT format_number(id, 2) AS a, format_number(id, '#.0') AS b FROM source ==> [7.00,7.0]",
                "SELECT mask(name, lowerChar => 'q') AS a FROM source ==> [Xqqqq]",
                "SELECT `id` AS `a b`, \"text\" AS c FROM source ==> [7,text]",
                "SELECT CAST(name AS VARCHAR(3)) AS v FROM source ==> [Homer]",
                "SELECT _offset AS o, _topic AS t, _partition AS p, CAST(_key AS STRING) AS k FROM source ==> [42,topic_t,3,k1]",
                "SELECT _timestamp AS at FROM source WHERE _offset = 42 ==> [2023-11-14 22:13:20.0]",
                "SELECT size(_headers) AS n, CAST(_headers['trace'] AS STRING) AS t, _headers['empty'] AS e FROM source ==> [2,new,null]",
            })
    void evaluatesToTheExpectedValue(String sql, String row) throws Exception {
        assertThat(new Bench(sql).rows(RECORD)).containsExactly(row);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("filters")
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM source WHERE false",
                "SELECT id FROM source WHERE 1 = 2 AND id = 7",
                "SELECT id FROM source WHERE CAST(NULL AS BOOLEAN)",
                "SELECT id FROM source WHERE id > 7",
                "SELECT id FROM source WHERE name = 'homer'",
                "SELECT id FROM (SELECT * FROM source WHERE id = 1) WHERE id = 7",
            })
    void keepsOnlyWhatTheConditionHolds(String sql) throws Exception {
        assertThat(new Bench(sql).rows(RECORD)).isEmpty();
    }

    @Test
    @DisplayName("a star means the columns of the schema, not those of the record")
    void starLeavesMetadataOut() throws Exception {
        for (String sql : List.of(
                "SELECT * FROM source",
                "SELECT source.* FROM source",
                "SELECT s.* FROM source AS s WHERE _offset >= 0",
                "SELECT * FROM (SELECT * FROM source) t",
                "SELECT * FROM (TABLE source)",
                "SELECT t.* FROM (SELECT s.* FROM source s) t")) {
            Bench bench = new Bench(sql);
            assertThat(bench.output()).as(sql).isEqualTo(Bench.SOURCE);
            assertThat(bench.rows(RECORD)).as(sql).isEqualTo(new Bench(null).rows(RECORD));
        }
    }

    @Test
    @DisplayName("a star beside other columns, and one over a subquery that named its own")
    void starsAmongOthers() throws Exception {
        assertThat(new Bench("SELECT *, _offset AS o FROM source").output().fieldNames())
                .containsExactly("id", "name", "amount", "tags", "point", "scores", "price", "at", "o");
        assertThat(new Bench("SELECT * FROM (SELECT id, _offset AS o FROM source)").rows(RECORD))
                .containsExactly("[7,42]");
    }

    @Test
    @DisplayName("without SQL, and for a plain star, the decoded row itself goes on")
    void passesTheRowOn() throws Exception {
        var row = Bench.row(RECORD);
        for (String sql : new String[] {null, "SELECT * FROM source", "SELECT * FROM source WHERE id = 7"}) {
            var transform = new Bench(sql).factory().open();
            assertThat(transform.apply(Bench.record(1), row)).hasSize(1).first().isSameAs(row);
        }
    }

    @Test
    @DisplayName("keeps the nullability and types of the analysis, and CHAR and VARCHAR become text")
    void outputSchema() throws Exception {
        assertThat(new Bench(
                                "SELECT id, name, id + 1 AS n, coalesce(name, '') AS c, CAST(name AS CHAR(9)) AS h FROM source")
                        .output()
                        .toDDL())
                .isEqualTo("id INT NOT NULL,name STRING,n INT NOT NULL,c STRING NOT NULL,h STRING");
        var source = org.apache.spark.sql.types.StructType.fromDDL("a VARCHAR(3) NOT NULL, b CHAR(2)");
        assertThat(Transforms.analyse(Bench.SPARK, source, null).output().toDDL())
                .isEqualTo("a STRING NOT NULL,b STRING");
    }
}
