package io.sluice.bench;

import io.sluice.embedded.EmbeddedService;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.testing.ApiClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Whether memory stays flat while a topic with many records behind is drained into Postgres: the packed jar in a process
 * of its own with a small heap, its servers beside it, anew for each topic. Ends by itself.
 *
 * <p>Arguments: records, comma-separated (1000000,5000000,20000000), heap (1g), the most records of a micro-batch (0: no
 * bound, so that all are one transaction for each partition).
 */
public final class BacklogBenchmark {

    private static final String SCHEMA =
            "quote STRING NOT NULL, character STRING NOT NULL, image STRING, characterDirection STRING";
    private static final String NAME = "backlog";
    private static final int PARTITIONS = 4;
    /** The topic compressed, the table, its key. */
    private static final long BYTES_PER_RECORD = 600;
    /** Postgres' log at its largest, and the rest. */
    private static final long MORE_BYTES = 6L << 30;

    private static final long SAMPLE_MILLIS = 250;
    private static final double SECOND = 1e9;
    private static final double MB = 1 << 20;

    private final Servers servers;
    private final String heap;
    private final int perTrigger;
    private final List<String> table = new ArrayList<>();

    private BacklogBenchmark(Servers servers, String heap, int perTrigger) {
        this.servers = servers;
        this.heap = heap;
        this.perTrigger = perTrigger;
    }

    public static void main(String[] args) throws Exception {
        PackedSluice.requireJar();
        List<Integer> sizes = Stream.of((args.length > 0 ? args[0] : "1000000,5000000,20000000").split(","))
                .map(Integer::valueOf)
                .toList();
        String heap = args.length > 1 ? args[1] : "1g";
        int perTrigger = args.length > 2 ? Integer.parseInt(args[2]) : 0;
        long largest = sizes.stream().mapToInt(Integer::intValue).max().orElse(0);
        Scratch.create().require(largest * BYTES_PER_RECORD + MORE_BYTES).close();
        try (Servers servers = Servers.start(EmbeddedService.POSTGRES, EmbeddedService.KAFKA, EmbeddedService.MONGO)) {
            BacklogBenchmark benchmark = new BacklogBenchmark(servers, heap, perTrigger);
            for (int records : sizes) {
                benchmark.run(records);
            }
            benchmark.summary();
        }
    }

    private void run(int records) throws Exception {
        long start = System.nanoTime();
        try (FilledTopic topic = FilledTopic.of(servers.kafka(), NAME, PARTITIONS, records, "lz4", QuoteRecords::json);
                Scratch scratch = Scratch.create()) {
            Output.print("%,d records: topic filled in %.0f s", records, (System.nanoTime() - start) / SECOND);
            List<String> arguments = new ArrayList<>(servers.addresses());
            arguments.add("--sluice.data-directory=" + scratch.path().resolve("data"));
            try (PackedSluice sluice = PackedSluice.start(scratch.path(), List.of("-Xmx" + heap), arguments)) {
                drain(sluice, new Drains.Drain(NAME, topic, SCHEMA, "postgres", perTrigger));
                sluice.terminate();
            }
        }
    }

    private void drain(PackedSluice sluice, Drains.Drain drain) throws Exception {
        ApiClient api = sluice.api();
        Drains drains = new Drains(api, servers.postgres(), servers.mongo());
        drains.create(drain);
        try (HeapWatch heapWatch = HeapWatch.attach(sluice.process())) {
            long before = heapWatch.live();
            long start = System.nanoTime();
            drains.start(drain.name());
            MemorySamples samples = watch(sluice, drains, drain, heapWatch);
            double rate = drain.topic().records() * SECOND / (System.nanoTime() - start);
            drains.check(drain);
            long after = heapWatch.live();
            samples.print();
            table.add(String.format(
                    Locale.ROOT,
                    "| %,d | %,.0f | %.0f | %.0f | %s |",
                    drain.topic().records(),
                    rate,
                    before / MB,
                    after / MB,
                    samples.summary()));
        }
        drains.delete(drain.name());
    }

    /** How much is drained shows in the file of the table: its rows are not committed before the batch is. */
    private MemorySamples watch(PackedSluice sluice, Drains drains, Drains.Drain drain, HeapWatch heapWatch)
            throws SQLException {
        LedgerAccess access = servers.postgres();
        MemorySamples samples = new MemorySamples(drain.topic().records());
        long end = System.nanoTime() + Drains.patience(drain.topic().records()).toNanos();
        try (Connection connection = DriverManager.getConnection(access.url(), access.user(), access.password());
                Statement statement = connection.createStatement()) {
            while (!drains.isCompleted(drain.name())) {
                sluice.requireAlive();
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(drain.name() + " was not drained in time");
                }
                samples.add(
                        size(statement),
                        heapWatch.afterLastCollection(),
                        ProcessMemory.of(sluice.process()).rss());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SAMPLE_MILLIS));
            }
            samples.end(size(statement));
        }
        return samples;
    }

    private static long size(Statement statement) throws SQLException {
        try (ResultSet size =
                statement.executeQuery("SELECT coalesce(pg_relation_size(to_regclass('public." + NAME + "')), 0)")) {
            size.next();
            return size.getLong(1);
        }
    }

    private void summary() {
        Output.print(
                "| Records behind (-Xmx%s, %s) | records/s | live before, MB | live after, MB | %s |",
                heap, perTrigger == 0 ? "one micro-batch" : perTrigger + " per micro-batch", MemorySamples.HEADING);
        Output.print("|---|---|---|---|---|---|---|---|");
        table.forEach(line -> Output.print("%s", line));
    }
}
