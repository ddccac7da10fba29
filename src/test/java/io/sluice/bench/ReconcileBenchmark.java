package io.sluice.bench;

import io.sluice.jvm.LoadTimePatch;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.testing.ApiClient;
import io.sluice.testing.Sluice;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * How long it takes to prove that nothing is missing: a topic is drained, and then reconciled with its stores, which must
 * find nothing. Says which server computes for it, and what the heap held at the most after a collection. Everything runs
 * embedded on this machine, Mongo's server in this JVM; ends by itself.
 *
 * <p>Arguments: records (1,000,000), rounds (2), sinks ({@code postgres}, {@code mongo} or {@code both}).
 */
public final class ReconcileBenchmark {

    private static final String NAME = "reconciled";
    private static final String SCHEMA =
            "quote STRING NOT NULL, character STRING NOT NULL, image STRING, characterDirection STRING";
    private static final String ADDRESS = "/api/v1/pipelines/" + NAME + "/reconciliation";
    private static final int PARTITIONS = 4;
    private static final double SECOND = 1e9;
    private static final double MB = 1 << 20;

    private ReconcileBenchmark() {}

    public static void main(String[] args) throws Exception {
        LoadTimePatch.apply();
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 2;
        String sinks = args.length > 2 ? args[2] : "both";
        try (Scratch scratch = Scratch.create().require(10_000L * records);
                Sluice sluice = Sluice.startEmbedded(scratch.path(), "--sluice.demo.enabled=false");
                FilledTopic topic = FilledTopic.of(
                        sluice.bean(KafkaAccess.class), NAME, PARTITIONS, records, "none", QuoteRecords::json)) {
            Drains drains = new Drains(sluice.api(), sluice.bean(LedgerAccess.class), sluice.bean(MongoAccess.class));
            Drains.Drain drain = new Drains.Drain(NAME, topic, SCHEMA, sinks, 0);
            drains.create(drain);
            drains.start(NAME);
            Awaitility.await().atMost(Drains.patience(records)).until(() -> drains.isCompleted(NAME));
            drains.check(drain);
            for (int round = 1; round <= rounds; round++) {
                run(sluice.api(), records, round);
            }
        }
    }

    private static void run(ApiClient api, int records, int round) {
        ProcessTimes.awaitQuiet();
        Map<Part, Double> before = ProcessTimes.seconds();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        long start = System.nanoTime();
        api.post(ADDRESS, null).expect(202);
        long highest = 0;
        JsonNode report = api.get(ADDRESS).expect(200);
        while (report.path("state").asString().equals("RUNNING")) {
            highest = Math.max(highest, afterCollection());
            report = Awaitility.await()
                    .pollDelay(Duration.ofMillis(100))
                    .until(() -> api.get(ADDRESS).expect(200), Objects::nonNull);
        }
        double seconds = (System.nanoTime() - start) / SECOND;
        requireClean(report, records);
        Map<Part, Double> after = ProcessTimes.seconds();
        Output.print(
                "round %d: %,d records in %.1f s, %,.0f records/s; heap after a collection up to %.0f MB; processor seconds %s",
                round,
                records,
                seconds,
                records / seconds,
                highest / MB,
                List.of(Part.values()).stream()
                        .map(part -> "%s %.1f"
                                .formatted(part, after.getOrDefault(part, 0.0) - before.getOrDefault(part, 0.0)))
                        .toList());
    }

    /** @throws IllegalStateException unless everything was compared and nothing found */
    private static void requireClean(JsonNode report, int records) {
        boolean clean = report.path("state").asString().equals("DONE")
                && report.path("checked").asLong() == records
                && report.path("counters").isEmpty()
                && report.at("/deadLetters/missing").asLong() == 0;
        for (JsonNode store : report.path("stores")) {
            clean &=
                    store.path("compared").asBoolean() && store.path("examples").isEmpty();
        }
        if (!clean) {
            throw new IllegalStateException("Not clean: " + report);
        }
    }

    private static long afterCollection() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }
}
