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

    private final Samples.Numbered quotes = new Samples.Numbered();
    private Servers servers;
    private final RememberedNotes notes = new RememberedNotes("t");
    private MongoStore store;
    private SinkSpec sink;
    private StoreWriter.Alone writers;

    @Setup
    public void start() throws Exception {
        servers = Servers.start(EmbeddedService.MONGO);
        sink = mode == WriteMode.APPEND
                ? SinkSpec.append(MongoStore.TYPE, "bench")
                : new SinkSpec(MongoStore.TYPE, "bench", mode, List.of("n"), null);
        store = new MongoStore(servers.mongo());
        writers = (StoreWriter.Alone) store.writers(sink, Samples.NUMBERED_QUOTES);
    }

    @Setup(Level.Iteration)
    public void empty() throws Exception {
        quotes.restart();
        store.drop(sink, notes);
        store.prepare(sink, Samples.NUMBERED_QUOTES, notes);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void record() throws Exception {
        try (StoreWriter writer = writers.open(Samples.Numbered::refuse)) {
            quotes.write(writer, BATCH);
        }
    }

    @TearDown(Level.Iteration)
    public void count() {
        long count = MongoClients.database(servers.mongo())
                .getCollection(sink.target())
                .countDocuments();
        if (count != quotes.written()) {
            throw new IllegalStateException(quotes.written() + " documents were written, " + count + " are there");
        }
    }

    @TearDown
    public void stop() throws Exception {
        servers.close();
    }
}
