package io.sluice.stream.transform.allowed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.transform.Bench;
import java.util.Set;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.Nondeterministic;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AllowedFunctionsTest {

    private static final Set<String> FORBIDDEN_GROUPS = Set.of("agg_funcs", "window_funcs", "xml_funcs", "csv_funcs");

    @Test
    @DisplayName("every allowed function is Spark's own, about one record, and deterministic")
    void areSparksOwn() throws Exception {
        for (String name : AllowedFunctions.NAMES) {
            var info = Bench.SPARK.sessionState().functionRegistry().lookupFunction(new FunctionIdentifier(name));
            assertThat(info.isDefined()).as(name).isTrue();
            check(name, info.get());
        }
    }

    private static void check(String name, ExpressionInfo info) throws ClassNotFoundException {
        assertThat(info.getSource()).as(name).isEqualTo("built-in");
        assertThat(info.getGroup()).as(name).isNotIn(FORBIDDEN_GROUPS);
        Class<?> type = Class.forName(info.getClassName());
        assertThat(Nondeterministic.class.isAssignableFrom(type)).as(name).isFalse();
        assertThat(AggregateFunction.class.isAssignableFrom(type)).as(name).isFalse();
    }

    @Test
    @DisplayName("what runs code, reads its surroundings, or makes memory out of a number is not among them")
    void dangerousOnesAreNot() {
        assertThat(AllowedFunctions.NAMES)
                .hasSizeGreaterThan(250)
                .doesNotContain(
                        "reflect", "java_method", "rand", "random", "randn", "uuid", "shuffle", "now", "curdate")
                .doesNotContain(
                        "current_date", "current_timestamp", "localtimestamp", "current_user", "user", "version")
                .doesNotContain("current_timezone", "current_catalog", "current_database", "current_schema")
                .doesNotContain("input_file_name", "input_file_block_start", "spark_partition_id")
                .doesNotContain("monotonically_increasing_id", "aes_encrypt", "window", "session_window")
                .doesNotContain(
                        "repeat", "space", "array_repeat", "sequence", "array_insert", "format_string", "printf");
    }
}
