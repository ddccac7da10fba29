package io.sluice.stream.transform;

import io.sluice.bench.Samples;
import io.sluice.jvm.LoadTimePatch;
import io.sluice.stream.flow.RecordTransform;
import io.sluice.testing.TestSpark;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The transform alone, one decoded record (an order) at a time on one thread, up to the list of its rows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class TransformSpeed {

    /** What the pipeline's SELECT is like. */
    public enum Select {
        /** The definition has none. */
        NONE(null),
        ALL("SELECT * FROM source"),
        /** One in twenty is filtered out; functions and casts of what is left. */
        TYPICAL("""
                SELECT id, upper(customer.city) AS city, concat(customer.name, ', ', customer.city) AS label,
                    CAST(total AS DOUBLE) AS total, CAST(at AS DATE) AS day, size(items) AS items
                FROM source WHERE id % 20 <> 0 AND paid"""),
        /** A row for each of three elements. */
        EXPLODE("""
                SELECT id, item.sku AS sku, item.quantity AS quantity, item.price AS price
                FROM source LATERAL VIEW explode(items) exploded AS item""");

        private final @Nullable String sql;

        Select(@Nullable String sql) {
            this.sql = sql;
        }
    }

    @Param
    public Select select;

    private RecordTransform transform;
    private Samples.Round orders;

    @Setup
    public void open() throws Exception {
        LoadTimePatch.apply();
        transform = Transforms.analyse(TestSpark.session(), Samples.ORDERS, select.sql)
                .open();
        orders = new Samples.Round(Samples.ORDERS, Samples.orders());
    }

    @Benchmark
    public List<InternalRow> record() throws Exception {
        int i = orders.next();
        return transform.apply(orders.records[i], orders.rows[i]);
    }
}
