package io.sluice.stream.store.mongo;

import io.sluice.bench.Samples;
import io.sluice.bench.Servers;
import io.sluice.embedded.EmbeddedService;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.StoreWriter;
import io.sluice.testing.RememberedNotes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.InternalRow;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The sink alone, with the server: decoded quotes into a collection of Mongo's stand-in, until the last bulk of a task
 * of 20,000 is acknowledged; per record. The stand-in runs in a process of its own, so that the allocation is the
 * client's; the time is mostly the stand-in's and says nothing about Mongo. The collection is made anew before each
 * iteration, and its documents are counted after it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 4)
@Measurement(iterations = 5, time = 4)
public class BulkSpeed {

    private static final int BATCH = 20_000;

    /** How documents meet those that are there; each record has a key of its own, so that both store all of them. */
    @Param
    public WriteMode mode;

    private Servers servers;
    private final RememberedNotes notes = new RememberedNotes("t");
    private MongoStore store;
    private SinkSpec sink;
    private StoreWriter.Alone writers;
    private InternalRow[] rows;
    private byte[][] values;
    private long next;

    @Setup
    public void start() throws Exception {
        servers = Servers.start(EmbeddedService.MONGO);
        sink = mode == WriteMode.APPEND
                ? SinkSpec.append(MongoStore.TYPE, "bench")
                : new SinkSpec(MongoStore.TYPE, "bench", mode, List.of("n"), null);
        values = Samples.quotes();
        rows = Samples.numberedQuotes();
        store = new MongoStore(servers.mongo());
        writers = (StoreWriter.Alone) store.writers(sink, Samples.NUMBERED_QUOTES);
    }

    @Setup(Level.Iteration)
    public void empty() throws Exception {
        next = 0;
        store.drop(sink, notes);
        store.prepare(sink, Samples.NUMBERED_QUOTES, notes);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void record() throws Exception {
        StoreWriter.Refusals refusals = (record, ordinal, reason) -> {
            throw new IllegalStateException(record.position() + " was refused: " + reason);
        };
        try (StoreWriter writer = writers.open(refusals)) {
            for (long end = next + BATCH; next < end; next++) {
                int i = (int) next & (Samples.COUNT - 1);
                rows[i].setLong(0, next);
                writer.write(Samples.record(next, values[i]), 0, rows[i]);
            }
            writer.flush();
        }
    }

    @TearDown(Level.Iteration)
    public void count() {
        long count = MongoClients.database(servers.mongo())
                .getCollection(sink.target())
                .countDocuments();
        if (count != next) {
            throw new IllegalStateException(next + " documents were written, " + count + " are there");
        }
    }

    @TearDown
    public void stop() throws Exception {
        servers.close();
    }
}
