package io.sluice.bench;

import io.sluice.jvm.LoadTimePatch;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.testing.ApiClient;
import io.sluice.testing.Sluice;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What many pipelines cost that each get few records, and how soon those are stored. Everything runs embedded on this
 * machine; ends by itself. The time of the processors is that of this process without the producer, and of Kafka and
 * Postgres. The latency is taken afterwards, so that its watch is not in that time: from the producer's clock until
 * another connection sees the ledger beyond the record, which it becomes in the transaction that stores the record.
 *
 * <p>Arguments: pipelines (100), records per second of each (1), seconds of warm-up (60), seconds of each measurement (30),
 * sinks ({@code postgres} or {@code both}).
 */
public final class TrickleBenchmark {

    private static final int PARTITIONS = 4;
    private static final long LONGEST_SECONDS = 60;
    private static final String PRODUCER = "trickle-producer";
    private static final String POSTGRES = "{\"type\": \"postgres\", \"table\": \"%1$s\"}";
    private static final String MONGO = ", {\"type\": \"mongo\", \"collection\": \"%1$s\"}";
    private static final String DEFINITION = """
            {"name": "%1$s", "source": {"topics": ["%1$s"], "schema": "n INT NOT NULL"}, "sinks": [""";

    private final ApiClient api;
    private final KafkaAccess kafka;
    private final LedgerAccess postgres;
    private final int pipelines;
    private final double perSecond;
    private final String definition;
    private volatile boolean ended;
    private final Map<String, Long> sent = new ConcurrentHashMap<>();

    private TrickleBenchmark(Sluice sluice, int pipelines, double perSecond, String sinks) {
        this.api = sluice.api();
        this.kafka = sluice.bean(KafkaAccess.class);
        this.postgres = sluice.bean(LedgerAccess.class);
        this.pipelines = pipelines;
        this.perSecond = perSecond;
        this.definition = DEFINITION + POSTGRES + (sinks.equals("both") ? MONGO : "") + "]}";
    }

    public static void main(String[] args) throws Exception {
        LoadTimePatch.apply();
        int pipelines = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        double perSecond = args.length > 1 ? Double.parseDouble(args[1]) : 1;
        int warmUp = args.length > 2 ? Integer.parseInt(args[2]) : 60;
        int seconds = args.length > 3 ? Integer.parseInt(args[3]) : 30;
        String sinks = args.length > 4 ? args[4] : "postgres";
        try (Scratch scratch = Scratch.create();
                Sluice sluice = Sluice.startEmbedded(scratch.path().resolve("data"), "--sluice.demo.enabled=false")) {
            sluice.api().awaitReady();
            new TrickleBenchmark(sluice, pipelines, perSecond, sinks).run(warmUp, seconds);
        }
    }

    private void run(int warmUp, int seconds) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < pipelines; i++) {
            Topics.create(kafka, name(i), PARTITIONS);
            api.post("/api/v1/pipelines", definition.formatted(name(i))).expect(201);
        }
        for (int i = 0; i < pipelines; i++) {
            api.awaitState(name(i), "RUNNING");
        }
        Output.print("%d pipelines running after %.1f s", pipelines, (System.nanoTime() - start) / 1e9);
        Output.print("%d idle pipelines: %s", pipelines, use(seconds));
        Thread sender = new Thread(this::send, PRODUCER);
        sender.start();
        try {
            pause(TimeUnit.SECONDS.toNanos(warmUp));
            Output.print("%d pipelines, %.1f records/s each: %s", pipelines, perSecond, use(seconds));
            latency(seconds);
        } finally {
            ended = true;
            sender.join();
        }
    }

    private static String name(int pipeline) {
        return "trickle" + pipeline;
    }

    private static String use(int seconds) {
        Map<Part, Double> before = times();
        long start = System.nanoTime();
        pause(TimeUnit.SECONDS.toNanos(seconds));
        Map<Part, Double> after = times();
        double elapsed = (System.nanoTime() - start) / 1e9;
        after.replaceAll((part, time) -> 100 * (time - before.getOrDefault(part, 0.0)) / elapsed);
        return String.format(
                Locale.ROOT,
                "%.1f %% of a core (%s)",
                after.values().stream().mapToDouble(Double::doubleValue).sum(),
                after.entrySet().stream()
                        .map(each -> String.format(Locale.ROOT, "%s %.1f", each.getKey(), each.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    /** The producer, which is no part of the product, does not count. */
    private static Map<Part, Double> times() {
        Map<Part, Double> times = ProcessTimes.seconds();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double producer = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().endsWith(PRODUCER))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
        times.merge(Part.SLUICE, -producer / 1e9, Double::sum);
        return times;
    }

    /** To all pipelines in turn, evenly over the second. */
    private void send() {
        Map<String, Object> settings = new HashMap<>(kafka.properties());
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put("linger.ms", 0);
        settings.put("client.id", PRODUCER);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            long start = System.nanoTime();
            for (long n = 0; !ended; n++) {
                pause((long) (start + n * 1e9 / (pipelines * perSecond)) - System.nanoTime());
                String topic = name((int) (n % pipelines));
                int partition = (int) (n / pipelines % PARTITIONS);
                long now = System.nanoTime();
                producer.send(
                        new ProducerRecord<>(topic, partition, null, "{\"n\":1}".getBytes()),
                        (where, e) -> sent.put(topic + "/" + partition + "/" + where.offset(), now));
            }
        }
    }

    private void latency(int seconds) throws Exception {
        List<Double> millis = new ArrayList<>();
        Map<String, Long> known = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
                PreparedStatement look =
                        connection.prepareStatement("SELECT topic, partition, next_offset FROM sluice.progress")) {
            look(look, known, new ArrayList<>());
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Math.min(seconds, LONGEST_SECONDS));
            while (System.nanoTime() < end) {
                pause(TimeUnit.MILLISECONDS.toNanos(5));
                look(look, known, millis);
            }
        }
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        Output.print(
                "%d records: p50 %.1f ms, p90 %.1f, p99 %.1f, max %.1f",
                sorted.length, at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99), at(sorted, 1));
    }

    private void look(PreparedStatement look, Map<String, Long> known, List<Double> millis) throws Exception {
        try (ResultSet row = look.executeQuery()) {
            long now = System.nanoTime();
            while (row.next()) {
                String partition = row.getString(1) + "/" + row.getInt(2);
                long next = row.getLong(3);
                long before = known.getOrDefault(partition, next);
                known.put(partition, next);
                for (long offset = before; offset < next; offset++) {
                    Long at = sent.get(partition + "/" + offset);
                    if (at != null) {
                        millis.add((now - at) / 1e6);
                    }
                }
            }
        }
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
