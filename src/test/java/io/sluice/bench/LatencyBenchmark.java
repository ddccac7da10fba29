package io.sluice.bench;

import io.sluice.jvm.LoadTimePatch;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.testing.Sluice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.util.FileSystemUtils;

/**
 * How long a record of a trickle takes from the producer's clock, before it is sent, until another connection to Postgres
 * sees its row. That connection asks every millisecond, so about one of the result is its own.
 * Everything runs embedded on this machine; ends by itself.
 *
 * <p>Arguments: trigger mode ({@code processingTime} or {@code continuous}), or {@code debezium} for Debezium's JDBC sink
 * in place of a pipeline; records per second (100), seconds of each round (20), partitions (4), sinks of the pipeline
 * ({@code postgres} or {@code both}), rounds (5). What comes before the rounds does not count: four minutes of 100 records
 * per second or more, so that the code is compiled as it is in a pipeline that has run for a while.
 */
public final class LatencyBenchmark {

    private static final int WARM_UP_SECONDS = 240;
    private static final int WARM_UP_PER_SECOND = 100;
    private static final long LONGEST_SECONDS = 60;

    private final KafkaAccess kafka;
    private final LedgerAccess postgres;
    private final int perSecond;
    private final int partitions;
    private final String prefix;
    private final long[] last;

    LatencyBenchmark(KafkaAccess kafka, LedgerAccess postgres, int perSecond, int partitions, String prefix) {
        this.kafka = kafka;
        this.postgres = postgres;
        this.prefix = prefix;
        this.perSecond = perSecond;
        this.partitions = partitions;
        this.last = new long[partitions];
        Arrays.fill(last, -1);
    }

    public static void main(String[] args) throws Exception {
        LoadTimePatch.apply();
        String mode = args.length > 0 ? args[0] : "processingTime";
        int perSecond = args.length > 1 ? Integer.parseInt(args[1]) : 100;
        int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 20;
        int partitions = args.length > 3 ? Integer.parseInt(args[3]) : 4;
        String sinks = args.length > 4 ? args[4] : "postgres";
        int rounds = args.length > 5 ? Integer.parseInt(args[5]) : 5;
        String slots = "local[" + (partitions + 2) + "]";
        Path home = Files.createTempDirectory("sluice-bench");
        try (Sluice sluice = Sluice.startEmbedded(
                home.resolve("data"),
                "--sluice.demo.enabled=false",
                "--sluice.spark.master=" + (mode.equals("continuous") ? slots : "local[*]"))) {
            sluice.api().awaitReady();
            KafkaAccess kafka = sluice.bean(KafkaAccess.class);
            LedgerAccess postgres = sluice.bean(LedgerAccess.class);
            Topics.create(kafka, LatencySubject.NAME, partitions);
            try (LatencySubject subject = mode.equals("debezium")
                    ? LatencySubject.debezium(sluice.api(), home.resolve("connect"), kafka, postgres)
                    : LatencySubject.pipeline(sluice.api(), mode, sinks)) {
                LatencyBenchmark benchmark =
                        new LatencyBenchmark(kafka, postgres, perSecond, partitions, subject.prefix());
                Output.print(
                        "%s, %d records/s in %d partitions into %s, %d rounds of %d s",
                        mode, perSecond, partitions, sinks, rounds, seconds);
                benchmark.run(seconds, rounds);
                Output.print("%s", subject.details());
            }
        } finally {
            FileSystemUtils.deleteRecursively(home);
        }
    }

    private void run(int seconds, int rounds) throws Exception {
        int warmUpRate = Math.max(perSecond, WARM_UP_PER_SECOND);
        int first = WARM_UP_SECONDS * warmUpRate;
        measure(0, first, warmUpRate);
        List<double[]> all = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            double[] millis = measure(first, seconds * perSecond, perSecond);
            Arrays.sort(millis);
            first += millis.length;
            double[] figures = {at(millis, 0.5), at(millis, 0.9), at(millis, 0.99), millis[millis.length - 1]};
            print("round " + round, figures);
            all.add(figures);
        }
        print(
                "medians",
                IntStream.range(0, all.get(0).length)
                        .mapToDouble(i -> DrainBenchmark.median(
                                all.stream().map(figures -> figures[i]).toList()))
                        .toArray());
    }

    private static void print(String label, double[] figures) {
        Output.print(
                "%s: p50 %.1f ms, p90 %.1f, p99 %.1f, max %.1f", label, figures[0], figures[1], figures[2], figures[3]);
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))];
    }

    /**
     * Sends so many records, numbered from the first on, and waits until all are there.
     *
     * @return how long each took, in milliseconds, in the order in which they were seen
     */
    double[] measure(int first, int records, int rate) throws Exception {
        Map<Integer, Long> sent = new HashMap<>();
        List<Double> millis = new ArrayList<>();
        Thread sender = new Thread(() -> send(first, records, rate, sent), "sender");
        sender.setDaemon(true);
        try (Connection connection = DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
                PreparedStatement newest = connection.prepareStatement(newest())) {
            sender.start();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(records / rate + LONGEST_SECONDS);
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
                .mapToObj(partition -> ("(SELECT n, %1$spartition, %1$soffset FROM latency"
                                + " WHERE %1$spartition = %2$d AND %1$soffset > ?)")
                        .formatted(prefix, partition))
                .collect(Collectors.joining(" UNION ALL "));
    }

    private static long sentAt(Map<Integer, Long> sent, int n) {
        synchronized (sent) {
            return sent.get(n);
        }
    }

    private void send(int first, int records, int rate, Map<Integer, Long> sent) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 0);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            long start = System.nanoTime();
            for (int n = 0; n < records; n++) {
                long due = start + n * TimeUnit.SECONDS.toNanos(1) / rate;
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
