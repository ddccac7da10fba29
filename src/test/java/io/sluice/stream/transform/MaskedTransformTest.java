package io.sluice.stream.transform;

import static io.sluice.stream.transform.Bench.SOURCE;
import static io.sluice.stream.transform.Bench.SPARK;
import static io.sluice.stream.transform.Bench.record;
import static io.sluice.stream.transform.Bench.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.flow.Mask;
import io.sluice.stream.flow.RejectedException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A transform of masked fields")
class MaskedTransformTest {

    private static final Mask FIELDS = Mask.of(List.of("name", "point.x", "scores"));

    @ParameterizedTest(name = "{0}")
    @DisplayName("has masked in its rows what is made of them, and nothing else")
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "SELECT id, name, amount FROM source ==> [`name`]",
                "SELECT upper(name) AS loud, length(amount) AS size FROM source ==> [`loud`]",
                "SELECT point, point.x AS east, point.y AS north FROM source ==> [`east`, `point`.`x`]",
                "SELECT p.y AS north, q AS east FROM (SELECT point AS p, point.x + 1 AS q FROM source) ==> [`east`]",
                "SELECT to_json(point) AS text, array(point)[0].y AS north FROM source ==> [`north`, `text`]",
                "SELECT scores['a'] AS score, tags[0] AS tag FROM source ==> [`score`]",
                "SELECT id, k, v FROM source LATERAL VIEW explode(scores) s AS k, v ==> [`k`, `v`]",
                "SELECT t, id FROM source LATERAL VIEW explode(split(name, '')) s AS t ==> [`t`]",
                "SELECT t FROM source LATERAL VIEW explode(tags) s AS t ==> []",
                "SELECT id, transform(tags, t -> concat(t, name)) AS all FROM source ==> [`all`]",
                "SELECT * FROM source ==> [`name`, `point`.`x`, `scores`]",
                "SELECT _value AS raw, _offset AS at, _key AS k FROM source ==> [`raw`]",
                "SELECT CASE WHEN name IS NULL THEN 0 ELSE 1 END AS known FROM source WHERE name > 'a' ==> [`known`]",
            })
    void rows(String sql, String masked) throws Exception {
        assertThat(Transforms.mask(SPARK, SOURCE, sql, FIELDS).paths()).hasToString(masked);
    }

    @Test
    @DisplayName("hides keys and headers in what is made of them, if these are masked")
    void keys() throws Exception {
        String sql = "SELECT id, hex(_key) AS k, _headers['trace'] AS trace FROM source";
        assertThat(Transforms.mask(SPARK, SOURCE, sql, Mask.of(List.of("_key", "_headers")))
                        .paths())
                .containsExactly("`k`", "`trace`");
        assertThat(Transforms.mask(SPARK, SOURCE, null, FIELDS)).isEqualTo(FIELDS);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("fails on a record for a reason that quotes no value of it")
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "SELECT CAST(name AS INT) AS x FROM source ==> line 1, column 8: The value … of the type \"STRING\" cannot be cast to \"INT\" because it is malformed (CAST_INVALID_INPUT)",
                "SELECT to_date(name) AS x FROM source ==> The value … of the type",
                "SELECT if(id = 0, raise_error(name), id) AS x FROM source ==> an expression fails: RuntimeException",
                "SELECT 'a' RLIKE name AS x FROM source ==> an expression fails: PatternSyntaxException",
                "SELECT 10 / id AS x FROM source ==> line 1, column 8: Division by zero (DIVIDE_BY_ZERO)",
            })
    void reasons(String sql, String reason) throws Exception {
        Bench bench = new Bench(sql);
        assertThatThrownBy(() -> bench.factory().discreet().open().apply(record(1), row(0, "(s3cret")))
                .isInstanceOf(RejectedException.class)
                .extracting(e -> ((RejectedException) e).reason())
                .asString()
                .contains(reason)
                .doesNotContain("s3cret");
    }
}
