package io.sluice.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.sluice.jvm.LoadTimePatch;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.testing.ApiClient;
import io.sluice.testing.Sluice;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.bson.RawBsonDocument;
import tools.jackson.databind.JsonNode;

/**
 * How long it takes to prove that nothing is missing: a topic is drained, and then reconciled with its stores, which must
 * find nothing. Says which server computes for it, and in a last round, which is not timed, how much of the heap is alive.
 * For comparison all documents are read once by a plain find. Everything runs embedded on this machine, Mongo's server in
 * this JVM; ends by itself.
 *
 * <p>Arguments: records (1,000,000), rounds (2), sinks ({@code postgres}, {@code mongo} or {@code both}).
 */
public final class ReconcileBenchmark {

    private static final String NAME = "reconciled";
    private static final String SCHEMA =
            "quote STRING NOT NULL, character STRING NOT NULL, image STRING, characterDirection STRING";
    private static final String ADDRESS = "/api/v1/pipelines/" + NAME + "/reconciliation";
    private static final int PARTITIONS = 4;
    private static final int FOUND_AT_ONCE = 10_000;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration COLLECTION = Duration.ofSeconds(2);
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
                time(sluice.api(), records, round);
            }
            weigh(sluice.api(), records);
            if (!sinks.equals("postgres")) {
                find(sluice.bean(MongoAccess.class), records);
            }
        }
    }

    private static void time(ApiClient api, int records, int round) {
        ProcessTimes.awaitQuiet();
        Map<Part, Double> before = ProcessTimes.seconds();
        double ofMongo = secondsOfMongo();
        long start = System.nanoTime();
        run(api, records, LOOK, () -> {});
        double seconds = (System.nanoTime() - start) / SECOND;
        Map<Part, Double> after = ProcessTimes.seconds();
        Output.print(
                "round %d: %,d records in %.1f s, %,.0f records/s; processor seconds %s, of SLUICE %.1f of Mongo's stand-in",
                round,
                records,
                seconds,
                records / seconds,
                List.of(Part.values()).stream()
                        .map(part -> "%s %.1f"
                                .formatted(part, after.getOrDefault(part, 0.0) - before.getOrDefault(part, 0.0)))
                        .toList(),
                secondsOfMongo() - ofMongo);
    }

    /** What lives, beside what is garbage by then, takes a collection of everything to know. */
    private static void weigh(ApiClient api, int records) {
        AtomicLong highest = new AtomicLong();
        long before = live();
        run(api, records, COLLECTION, () -> highest.accumulateAndGet(live(), Math::max));
        Output.print(
                "alive in the heap: %.0f MB before, %.0f MB at the most meanwhile, %.0f MB after",
                before / MB, highest.get() / MB, live() / MB);
    }

    /** @param look each time after so long */
    private static void run(ApiClient api, int records, Duration every, Runnable look) {
        api.post(ADDRESS, null).expect(202);
        JsonNode report = Awaitility.await()
                .atMost(Drains.patience(records))
                .pollDelay(every)
                .pollInterval(every)
                .until(
                        () -> {
                            look.run();
                            return api.get(ADDRESS).expect(200);
                        },
                        now -> !now.path("state").asString().equals("RUNNING"));
        requireClean(report, records);
    }

    /** The least that reading every document takes: neither compared nor even looked at. */
    private static void find(MongoAccess mongo, int records) {
        try (MongoClient client = MongoClients.create(mongo.uri())) {
            double ofMongo = secondsOfMongo();
            long start = System.nanoTime();
            long found = 0;
            for (RawBsonDocument each : client.getDatabase(mongo.database())
                    .getCollection(NAME, RawBsonDocument.class)
                    .find()
                    .batchSize(FOUND_AT_ONCE)) {
                found += each.isEmpty() ? 0 : 1;
            }
            double seconds = (System.nanoTime() - start) / SECOND;
            if (found != records) {
                throw new IllegalStateException(found + " documents");
            }
            Output.print(
                    "a plain find of all documents: %.1f s, %,.0f documents/s; %.1f processor seconds of Mongo's stand-in",
                    seconds, found / seconds, secondsOfMongo() - ofMongo);
        }
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

    private static long live() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** What the threads of Mongo's stand-in have used; they live as long as it does. */
    private static double secondsOfMongo() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (ThreadInfo each : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (each != null && each.getThreadName().startsWith("mongo-server")) {
                nanos += Math.max(0, threads.getThreadCpuTime(each.getThreadId()));
            }
        }
        return nanos / SECOND;
    }
}
