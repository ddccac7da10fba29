package io.sluice.bench;

import io.sluice.flow.KafkaAccess;
import io.sluice.flow.PostgresAccess;
import io.sluice.jvm.LoadTimePatch;
import io.sluice.testing.ApiClient;
import io.sluice.testing.Sluice;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How long a record of a trickle takes from the producer's clock, before it is sent, until another connection to Postgres
 * sees its row. That connection asks every millisecond, so about one of the result is its own.
 * Everything runs embedded on this machine; ends by itself.
 *
 * <p>Arguments: trigger mode ({@code processingTime} or {@code continuous}), records per second (100), seconds measured
 * (60), partitions (4), sinks ({@code postgres} or {@code both}).
 */
public final class LatencyBenchmark {

    private static final String DEFINITION = """
            {"name": "latency",
             "source": {"topics": ["latency"], "schema": "n INT NOT NULL, quote STRING, sent BIGINT NOT NULL"},
             "sinks": [%s], "trigger": {"mode": "%s"}}""";
    private static final int WARM_UP_SECONDS = 20;
    private static final long LONGEST_SECONDS = 60;

    private final KafkaAccess kafka;
    private final PostgresAccess postgres;
    private final int perSecond;
    private final int partitions;
    private final long[] last;

    private LatencyBenchmark(Sluice sluice, int perSecond, int partitions) {
        this.kafka = sluice.bean(KafkaAccess.class);
        this.postgres = sluice.bean(PostgresAccess.class);
        this.perSecond = perSecond;
        this.partitions = partitions;
        this.last = new long[partitions];
        Arrays.fill(last, -1);
    }

    public static void main(String[] args) throws Exception {
        LoadTimePatch.apply();
        String mode = args.length > 0 ? args[0] : "processingTime";
        int perSecond = args.length > 1 ? Integer.parseInt(args[1]) : 100;
        int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 60;
        int partitions = args.length > 3 ? Integer.parseInt(args[3]) : 4;
        String sinks = args.length > 4 ? args[4] : "postgres";
        String slots = "local[" + (partitions + 2) + "]";
        try (Sluice sluice = Sluice.startEmbedded(
                Files.createTempDirectory("sluice-bench"),
                "--sluice.demo.enabled=false",
                "--sluice.spark.master=" + (mode.equals("continuous") ? slots : "local[*]"))) {
            ApiClient api = sluice.api();
            api.awaitReady();
            LatencyBenchmark benchmark = new LatencyBenchmark(sluice, perSecond, partitions);
            Topics.create(benchmark.kafka, "latency", partitions);
            api.post("/api/v1/pipelines", DEFINITION.formatted(DrainClient.sinks(sinks, "latency"), mode))
                    .expect(201);
            api.awaitState("latency", "RUNNING");
            benchmark.measure(0, WARM_UP_SECONDS * perSecond);
            double[] millis = benchmark.measure(WARM_UP_SECONDS * perSecond, seconds * perSecond);
            Arrays.sort(millis);
            Output.print(
                    "%s, %d records/s in %d partitions for %d s into %s: p50 %.1f ms, p90 %.1f, p99 %.1f, max %.1f",
                    mode,
                    perSecond,
                    partitions,
                    seconds,
                    sinks,
                    at(millis, 0.5),
                    at(millis, 0.9),
                    at(millis, 0.99),
                    millis[millis.length - 1]);
            Output.print("Medians of Spark's phases of the last micro-batches, ms: %s", phases(api));
        }
    }

    /** Whole milliseconds as Spark reports them; none of continuous mode. */
    private static Map<String, Long> phases(ApiClient api) {
        Map<String, List<Long>> all = new TreeMap<>();
        api.get("/api/v1/pipelines/latency/progress")
                .expect(200)
                .path("items")
                .forEach(batch -> batch.path("durationMs")
                        .properties()
                        .forEach(phase -> all.computeIfAbsent(phase.getKey(), name -> new ArrayList<>())
                                .add(phase.getValue().asLong())));
        Map<String, Long> medians = new TreeMap<>();
        all.forEach((name, values) ->
                medians.put(name, values.stream().sorted().toList().get(values.size() / 2)));
        return medians;
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))];
    }

    private double[] measure(int first, int records) throws Exception {
        Map<Integer, Long> sent = new HashMap<>();
        List<Double> millis = new ArrayList<>();
        Thread sender = new Thread(() -> send(first, records, sent), "sender");
        sender.setDaemon(true);
        try (Connection connection = DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
                PreparedStatement newest = connection.prepareStatement(newest())) {
            sender.start();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(records / perSecond + LONGEST_SECONDS);
            int seen = 0;
            while (seen < records) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("only " + seen + " of " + records + " records were stored");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                for (int partition = 0; partition < partitions; partition++) {
                    newest.setLong(partition + 1, last[partition]);
                }
                try (ResultSet rows = newest.executeQuery()) {
                    long now = System.nanoTime();
                    while (rows.next()) {
                        last[rows.getInt(2)] = Math.max(last[rows.getInt(2)], rows.getLong(3));
                        seen++;
                        millis.add((now - sentAt(sent, rows.getInt(1) - first)) / 1e6);
                    }
                }
            }
        }
        sender.join();
        return millis.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** What is new in each partition, by the primary key. */
    private String newest() {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> "(SELECT n, _partition, _offset FROM latency WHERE _partition = " + partition
                        + " AND _offset > ?)")
                .collect(Collectors.joining(" UNION ALL "));
    }

    private static long sentAt(Map<Integer, Long> sent, int n) {
        synchronized (sent) {
            return sent.get(n);
        }
    }

    private void send(int first, int records, Map<Integer, Long> sent) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 0);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            long start = System.nanoTime();
            for (int n = 0; n < records; n++) {
                long due = start + n * TimeUnit.SECONDS.toNanos(1) / perSecond;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                String value = "{\"n\":%d,\"quote\":\"%s\",\"sent\":%d}"
                        .formatted(first + n, QuoteRecords.quote(n), System.currentTimeMillis());
                synchronized (sent) {
                    sent.put(n, System.nanoTime());
                }
                producer.send(new ProducerRecord<>("latency", n % partitions, null, value.getBytes()));
            }
        }
    }
}
