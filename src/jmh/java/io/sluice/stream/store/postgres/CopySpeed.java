package io.sluice.stream.store.postgres;

import io.sluice.bench.Samples;
import io.sluice.bench.Servers;
import io.sluice.embedded.EmbeddedService;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.StoreWriter;
import io.sluice.testing.RememberedNotes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
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
 * The sink alone, with the server: decoded quotes in transactions of 100,000 by one connection into a table that Sluice
 * made, until the commit is answered; per record. Postgres is the embedded one as the product runs it, with fsync on. The
 * allocation is the client's. The table is emptied before each iteration, and its rows are counted after it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 4)
@Measurement(iterations = 5, time = 4)
public class CopySpeed {

    private static final int BATCH = 100_000;

    /** How rows meet those that are there; each record has a key of its own, so that both store all of them. */
    @Param
    public WriteMode mode;

    private final Samples.Numbered quotes = new Samples.Numbered();
    private Servers servers;
    private Connection connection;
    private SinkSpec sink;
    private StoreWriter.InLedger writers;

    @Setup
    public void start() throws Exception {
        servers = Servers.start(EmbeddedService.POSTGRES);
        LedgerAccess access = servers.postgres();
        sink = mode == WriteMode.APPEND
                ? SinkSpec.append(PostgresStore.TYPE, "bench")
                : new SinkSpec(PostgresStore.TYPE, "bench", mode, List.of("n"), null);
        PostgresStore store = new PostgresStore(access);
        store.prepare(sink, Samples.NUMBERED_QUOTES, new RememberedNotes("t"));
        writers = (StoreWriter.InLedger) store.writers(sink, Samples.NUMBERED_QUOTES);
        connection = DriverManager.getConnection(access.url(), access.user(), access.password());
        connection.setAutoCommit(false);
    }

    @Setup(Level.Iteration)
    public void empty() throws Exception {
        quotes.restart();
        try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE bench");
        }
        connection.commit();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void record() throws Exception {
        try (StoreWriter writer = writers.open(connection, Samples.Numbered::refuse)) {
            quotes.write(writer, BATCH);
        }
        connection.commit();
    }

    @TearDown(Level.Iteration)
    public void count() throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM bench")) {
            count.next();
            if (count.getLong(1) != quotes.written()) {
                throw new IllegalStateException(
                        quotes.written() + " rows were written, " + count.getLong(1) + " are there");
            }
        }
        connection.commit();
    }

    @TearDown
    public void stop() throws Exception {
        connection.close();
        servers.close();
    }
}
