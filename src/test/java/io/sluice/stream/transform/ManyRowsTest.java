package io.sluice.stream.transform;

import static io.sluice.stream.transform.Bench.struct;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManyRowsTest {

    @ParameterizedTest(name = "{0}")
    @DisplayName("one record yields rows in the order of its elements")
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "SELECT id, explode(tags) AS t FROM source ==> [7,b] [7,a] [7,null]",
                "SELECT explode(tags) FROM source ==> [b] [a] [null]",
                "SELECT id, posexplode(tags) AS (p, t) FROM source ==> [7,0,b] [7,1,a] [7,2,null]",
                "SELECT explode(scores) AS (k, v) FROM source ==> [k,5]",
                "SELECT inline(array(point, named_struct('x', 3, 'y', 4))) AS (x, y) FROM source ==> [1,2] [3,4]",
                "SELECT explode(array(1, 2)) AS a, explode(array(3, 4)) AS b FROM source ==> [1,3] [1,4] [2,3] [2,4]",
                "SELECT id, t FROM source LATERAL VIEW explode(tags) v AS t WHERE t > 'a' ==> [7,b]",
                "SELECT id, v.*, _offset AS o FROM source LATERAL VIEW posexplode(tags) v AS p, t WHERE p = 1 ==> [7,1,a,42]",
                "SELECT t, u FROM source LATERAL VIEW explode(tags) v AS t LATERAL VIEW explode(array(1, 2)) w AS u ==> [b,1] [b,2] [a,1] [a,2] [null,1] [null,2]",
                "SELECT u FROM source LATERAL VIEW explode(array(array(1, 2), array(3))) v AS t LATERAL VIEW explode(t) w AS u ==> [1] [2] [3]",
                "SELECT id, t FROM source LATERAL VIEW OUTER explode(filter(tags, x -> x = 'none')) v AS t ==> [7,null]",
                "SELECT id, explode_outer(filter(tags, x -> x = 'none')) AS t FROM source ==> [7,null]",
                "SELECT upper(t) AS t, n FROM (SELECT explode(tags) AS t, id * 2 AS n FROM source WHERE id > 1) WHERE t IS NOT NULL ==> [B,14] [A,14]",
            })
    void explodedRowsKeepTheOrderOfTheElements(String sql, String rows) throws Exception {
        assertThat(String.join(
                        " ",
                        new Bench(sql).rows(7, "n", "1", Arrays.asList("b", "a", null), struct(1, 2), Map.of("k", 5))))
                .isEqualTo(rows);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("a record whose array is empty or NULL yields none, or one with OUTER")
    @CsvSource({
        "SELECT id FROM source LATERAL VIEW explode(tags) v AS t, 0",
        "SELECT id FROM source LATERAL VIEW OUTER explode(tags) v AS t, 1",
    })
    void emptyArrays(String sql, int rows) throws Exception {
        Bench bench = new Bench(sql);
        assertThat(bench.rows(7, "n", "1", List.of())).hasSize(rows);
        assertThat(bench.rows(7, "n", "1", null)).hasSize(rows);
    }
}
