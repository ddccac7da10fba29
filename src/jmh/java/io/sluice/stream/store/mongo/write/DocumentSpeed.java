package io.sluice.stream.store.mongo.write;

import io.sluice.bench.Samples;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.store.mongo.MongoStore;
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

/** Rows into Mongo's documents, in memory, without a server: one row at a time on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class DocumentSpeed {

    private final Input quotes = new Input(Samples.QUOTES, Samples.quotes());
    private final Input orders = new Input(Samples.ORDERS, Samples.orders());

    /** Four texts. */
    @Benchmark
    public Object quote() throws RejectedException {
        return quotes.encodeNext();
    }

    /** With a struct, an array of structs, decimals. */
    @Benchmark
    public Object order() throws RejectedException {
        return orders.encodeNext();
    }

    private static final class Input {

        private final DocumentEncoder encoder;
        private final Samples.Round all;

        Input(StructType schema, byte[][] values) {
            encoder = new DocumentEncoder(SinkSpec.append(MongoStore.TYPE, "bench"), schema);
            all = new Samples.Round(schema, values);
        }

        Pending encodeNext() throws RejectedException {
            int i = all.next();
            return encoder.encode(all.records[i], 0, all.rows[i]);
        }
    }
}
