package io.sluice.stream.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.transform.fault.SqlText;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ComplexSqlTest {

    static Stream<Arguments> monsters() {
        return Stream.of(
                monster("parentheses", select("(".repeat(5000) + "1" + ")".repeat(5000))),
                monster("sums", select("1" + "+1".repeat(5000))),
                monster("longer sums", select("1" + "+1".repeat(9000))),
                monster("negations", select("- ".repeat(15000) + "1")),
                monster("nots", select("NOT ".repeat(15000) + "true")),
                monster("functions", select("upper(".repeat(5000) + "name" + ")".repeat(5000))),
                monster("subqueries", "SELECT * FROM " + "(SELECT * FROM ".repeat(2000) + "source" + ")".repeat(2000)),
                monster("cases", select("CASE WHEN ".repeat(3000) + "true" + " THEN 1 END".repeat(3000))),
                monster("types", select("CAST(NULL AS " + "ARRAY<".repeat(5000) + "INT" + ">".repeat(5000) + ")")),
                monster("subscripts", select("tags" + "[0]".repeat(5000))),
                monster("lambdas", select("transform(tags, " + "x -> ".repeat(3000) + "1)")),
                monster("comments", select("/*".repeat(15000) + "*/".repeat(15000) + " 1")),
                monster("chained aliases", "SELECT id AS a0" + aliases(300) + " FROM source"),
                monster("views", "SELECT id FROM source " + "LATERAL VIEW explode(tags) t AS x ".repeat(1500)),
                monster("length", select("'" + "x".repeat(70000) + "'")));
    }

    /** Spark parses the bench's schema, for which the small stack below is too small until the parser has learned. */
    @BeforeAll
    static void makeTheBench() {
        assertThat(Bench.faults("SELECT id FROM source")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("monsters")
    @DisplayName("what would overflow a stack is a fault, on whichever thread it is asked")
    void isAFault(String name, String sql) throws Exception {
        FutureTask<List<String>> task = new FutureTask<>(() -> Bench.faults(sql));
        new Thread(null, task, "small", 128 << 10).start();
        assertThat(task.get())
                .hasSize(1)
                .allSatisfy(fault -> assertThat(fault.length()).isLessThan(1000));
    }

    @Test
    @DisplayName("what is let through runs on a thread with an ordinary stack")
    void deepestRuns() throws Exception {
        String sum = "id" + "+1".repeat(SqlText.MAX_DEPTH - 10);
        Bench bench = new Bench("SELECT " + sum + " AS x, " + "upper(".repeat(45) + "name" + ")".repeat(45)
                + " AS y FROM source WHERE " + "abs(".repeat(45) + "id" + ")".repeat(45) + " > 0");
        FutureTask<List<String>> task =
                new FutureTask<>(() -> Bench.rows(bench.factory().open(), bench.output(), 1, "a"));
        new Thread(null, task, "executor", 1 << 20).start();
        assertThat(task.get()).containsExactly("[" + (1 + SqlText.MAX_DEPTH - 10) + ",A]");
    }

    @Test
    @DisplayName("a wide SELECT is not complex")
    void wideIsFine() throws Exception {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            columns.append(i == 0 ? "" : ", ")
                    .append("CAST(id + ")
                    .append(i)
                    .append(" AS STRING) AS c")
                    .append(i);
        }
        assertThat(new Bench("SELECT " + columns + " FROM source").rows(1).get(0))
                .startsWith("[1,2,")
                .endsWith(",1000]");
    }

    private static String aliases(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            text.append(", a").append(i - 1).append(" + 1 AS a").append(i);
        }
        return text.toString();
    }

    private static String select(String expression) {
        return "SELECT " + expression + " AS x FROM source";
    }

    private static Arguments monster(String name, String sql) {
        return Arguments.of(name, sql);
    }
}
