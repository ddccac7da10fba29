package io.sluice.bench;

import com.sun.management.OperatingSystemMXBean;
import io.sluice.jvm.LoadTimePatch;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.testing.ApiClient;
import io.sluice.testing.Sluice;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What running pipelines without records cost, and how soon they react all the same. Everything runs embedded on this
 * machine; ends by itself. The time of the processors is that of this process, and of its child processes (Kafka and
 * Postgres) that lived throughout: first without pipelines, then with them.
 *
 * <p>Arguments: pipelines (16), seconds of each measurement (60), single records appended afterwards (50).
 */
public final class IdleBenchmark {

    private static final String DEFINITION = """
            {"name": "%1$s", "source": {"topics": ["%1$s"], "schema": "n INT NOT NULL"},
             "sinks": [{"type": "postgres", "table": "%1$s"}]}""";
    private static final int PARTITIONS = 4;
    private static final int SETTLE_SECONDS = 20;

    private final ApiClient api;
    private final KafkaAccess kafka;
    private final LedgerAccess postgres;
    private final Random random = new Random(1);

    private IdleBenchmark(Sluice sluice) {
        this.api = sluice.api();
        this.kafka = sluice.bean(KafkaAccess.class);
        this.postgres = sluice.bean(LedgerAccess.class);
    }

    public static void main(String[] args) throws Exception {
        LoadTimePatch.apply();
        int pipelines = args.length > 0 ? Integer.parseInt(args[0]) : 16;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
        int records = args.length > 2 ? Integer.parseInt(args[2]) : 50;
        try (Sluice sluice =
                Sluice.startEmbedded(Files.createTempDirectory("sluice-bench"), "--sluice.demo.enabled=false")) {
            IdleBenchmark benchmark = new IdleBenchmark(sluice);
            benchmark.api.awaitReady();
            Used without = use(seconds);
            Output.print("no pipelines for %d s: %s", seconds, without);
            for (int i = 0; i < pipelines; i++) {
                benchmark.start(name(i));
            }
            benchmark.react(pipelines, Math.max(20, 2 * pipelines), 100);
            Used with = use(seconds);
            Output.print(
                    "%d idle pipelines for %d s: %s; they alone: %s", pipelines, seconds, with, with.minus(without));
            double[] millis = benchmark.react(pipelines, records, 2000);
            Output.print(
                    "%d single records: p50 %.1f ms, p90 %.1f, p99 %.1f, max %.1f",
                    records, at(millis, 0.5), at(millis, 0.9), at(millis, 0.99), millis[millis.length - 1]);
        }
    }

    private static String name(int pipeline) {
        return "idle" + pipeline;
    }

    private void start(String name) throws Exception {
        Topics.create(kafka, name, PARTITIONS);
        api.post("/api/v1/pipelines", DEFINITION.formatted(name)).expect(201);
        api.awaitState(name, "RUNNING");
    }

    /** Percent of one processor. */
    private record Used(double sluice, double children) {

        Used minus(Used other) {
            return new Used(sluice - other.sluice, children - other.children);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%.2f %% of a core (Sluice %.2f, Kafka and Postgres %.2f)",
                    sluice + children,
                    sluice,
                    children);
        }
    }

    private static Used use(int seconds) {
        pause(TimeUnit.SECONDS.toNanos(SETTLE_SECONDS));
        long start = System.nanoTime();
        long own = ownNanos();
        Map<Long, Long> children = childNanos();
        pause(TimeUnit.SECONDS.toNanos(seconds));
        long elapsed = System.nanoTime() - start;
        long ownUsed = ownNanos() - own;
        Map<Long, Long> after = childNanos();
        long used = children.entrySet().stream()
                .filter(child -> after.containsKey(child.getKey()))
                .mapToLong(child -> after.get(child.getKey()) - child.getValue())
                .sum();
        return new Used(100.0 * ownUsed / elapsed, 100.0 * used / elapsed);
    }

    private static long ownNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static Map<Long, Long> childNanos() {
        return ProcessHandle.current()
                .descendants()
                .collect(Collectors.toMap(
                        ProcessHandle::pid,
                        child -> child.info()
                                .totalCpuDuration()
                                .map(Duration::toNanos)
                                .orElse(0L)));
    }

    /**
     * Appends records one by one to random partitions of random pipelines.
     *
     * @return how long each took until another connection saw its row, in order, in milliseconds
     */
    private double[] react(int pipelines, int records, int longestPauseMillis) throws Exception {
        double[] millis = new double[records];
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 0);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
                Connection connection =
                        DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password())) {
            for (int n = 0; n < records; n++) {
                pause(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(longestPauseMillis)));
                String topic = name(random.nextInt(pipelines));
                int partition = random.nextInt(PARTITIONS);
                long start = System.nanoTime();
                long offset = producer.send(new ProducerRecord<>(topic, partition, null, "{\"n\":1}".getBytes()))
                        .get()
                        .offset();
                awaitRow(connection, topic, partition, offset);
                millis[n] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        return millis;
    }

    private static void awaitRow(Connection connection, String table, int partition, long offset) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        try (PreparedStatement look = connection.prepareStatement(
                "SELECT FROM " + table + " WHERE _partition = " + partition + " AND _offset = " + offset)) {
            while (System.nanoTime() < end) {
                try (ResultSet row = look.executeQuery()) {
                    if (row.next()) {
                        return;
                    }
                }
                pause(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
        throw new IllegalStateException("record " + offset + " of " + table + " was not stored");
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))];
    }

    private static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
