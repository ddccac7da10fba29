package io.sluice.stream.format.json;

import io.sluice.bench.Samples;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.format.RecordDecoder;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.InternalRow;
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

/** Decoding alone, one record at a time on one thread: from a record's bytes to Spark's internal row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecodeSpeed {

    private final Input quotes = new Input(Samples.QUOTES, Samples.quotes());
    private final Input misfits = new Input(Samples.QUOTES, Samples.misfits());
    private final Input orders = new Input(Samples.ORDERS, Samples.orders());

    /** Four texts, some 230 bytes. */
    @Benchmark
    public InternalRow quote() throws RejectedException {
        return quotes.decodeNext();
    }

    /** A struct, an array of structs, decimals, a timestamp, a date. */
    @Benchmark
    public InternalRow order() throws RejectedException {
        return orders.decodeNext();
    }

    /** A record that does not fit, up to the reason that goes into the dead letter. */
    @Benchmark
    public String rejected() {
        try {
            throw new IllegalStateException("accepted: " + misfits.decodeNext());
        } catch (RejectedException e) {
            return e.reason();
        }
    }

    private static final class Input {

        private final RecordDecoder decoder;
        private final byte[][] values;
        private int next;

        Input(StructType schema, byte[][] values) {
            this.decoder = JsonDecoder.factory(schema, false).open();
            this.values = values;
        }

        InternalRow decodeNext() throws RejectedException {
            return decoder.decode(values[next++ & (Samples.COUNT - 1)]);
        }
    }
}
