package io.sluice.stream.store.postgres.write;

import io.sluice.bench.Samples;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.store.postgres.encode.RowEncoder;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.types.StructType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Rows into the text of COPY, in memory, without a server: one row at a time on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class EncodeSpeed {

    private final Input quotes = new Input(Samples.QUOTES, Samples.quotes());
    private final Input orders = new Input(Samples.ORDERS, Samples.orders());

    /** Four texts. */
    @Benchmark
    public int quote() throws RejectedException {
        return quotes.encodeNext();
    }

    /** Structs and arrays become JSON. */
    @Benchmark
    public int order() throws RejectedException {
        return orders.encodeNext();
    }

    private static final class Input {

        private final Chunk chunk;
        private final Samples.Round all;

        Input(StructType schema, byte[][] values) {
            chunk = new Chunk(new RowEncoder(schema));
            all = new Samples.Round(schema, values);
        }

        /** A full chunk would be sent; here it is forgotten. */
        int encodeNext() throws RejectedException {
            int i = all.next();
            chunk.add(all.records[i], 0, all.rows[i]);
            if (chunk.isFull()) {
                chunk.clear();
            }
            return chunk.rows();
        }
    }
}
