package io.sluice.bench;

import io.sluice.jvm.LoadTimePatch;
import io.sluice.pipeline.history.HistorySwitch;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.testing.ApiClient;
import io.sluice.testing.Sluice;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What those who watch cost the pipelines: many readers of events, half of whom take nothing, and the history. Each round
 * measures a pipeline under a trickle and a drain without readers, with them, and without readers and without a history,
 * each round in another order. Ten other pipelines store the feed of the demonstration meanwhile, so that there are
 * events. The readers are in a process of their own; the time of the processors
 * is that of this one during the trickle, with its producer and its watch, and of Postgres. Everything runs embedded on
 * this machine; ends by itself.
 *
 * <p>Arguments: readers (200), seconds of each trickle of 100 records per second (20), records of each drain (500,000),
 * rounds (3), seconds of warm-up (120).
 */
public final class WatchersBenchmark {

    private static final int OTHERS = 10;
    private static final int PARTITIONS = 4;
    private static final int PER_SECOND = 100;
    /** Seconds of a trickle that count for nothing, while what went before dies away and the readers arrive. */
    private static final int SETTLING = 4;

    private static final double SECOND = 1e9;
    private static final String OTHER = """
            {"name": "other%1$d", "source": {"topics": ["topic_quotes"], "schema": "quote STRING, character STRING"},
             "sinks": [{"type": "postgres", "table": "other%1$d"}]}""";

    private final ApiClient api;
    private final Drains drains;
    private final LatencyBenchmark trickle;
    private final FilledTopic topic;
    private final ChildJvm readers;
    private final HistorySwitch history;
    private final Spread spread = new Spread();
    private int trickled;
    private int drained;

    private WatchersBenchmark(Sluice sluice, FilledTopic topic, ChildJvm readers) {
        this.api = sluice.api();
        this.drains = new Drains(api, sluice.bean(LedgerAccess.class), sluice.bean(MongoAccess.class));
        this.trickle = new LatencyBenchmark(
                sluice.bean(KafkaAccess.class), sluice.bean(LedgerAccess.class), PER_SECOND, PARTITIONS, "_");
        this.topic = topic;
        this.readers = readers;
        this.history = new HistorySwitch(sluice);
    }

    /** What is measured in turns. */
    private record Turn(String label, int readers, boolean history) {}

    public static void main(String[] args) throws Exception {
        LoadTimePatch.apply();
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        int records = args.length > 2 ? Integer.parseInt(args[2]) : 500_000;
        int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 3;
        int warmUp = args.length > 4 ? Integer.parseInt(args[4]) : 120;
        try (Scratch scratch = Scratch.create().require(3_000L * records);
                Sluice sluice = Sluice.startEmbedded(
                        scratch.path().resolve("data"),
                        "--sluice.events.max-streams=" + (count + 1),
                        "--sluice.events.max-streams-per-address=" + (count + 1));
                ChildJvm readers = EventReaders.start(scratch.path().resolve("readers"))) {
            ApiClient api = sluice.api();
            api.awaitReady();
            api.awaitRuns("quotes");
            for (int i = 1; i < OTHERS; i++) {
                api.post("/api/v1/pipelines", OTHER.formatted(i)).expect(201);
            }
            KafkaAccess kafka = sluice.bean(KafkaAccess.class);
            Topics.create(kafka, LatencySubject.NAME, PARTITIONS);
            try (FilledTopic topic =
                            FilledTopic.of(kafka, "watchers", PARTITIONS, records, "none", QuoteRecords::json);
                    LatencySubject subject = LatencySubject.pipeline(api, "processingTime", "postgres")) {
                WatchersBenchmark benchmark = new WatchersBenchmark(sluice, topic, readers);
                List<Turn> turns = List.of(
                        new Turn("no readers", 0, true),
                        new Turn(count + " readers", count, true),
                        new Turn("no readers, no history", 0, false));
                benchmark.warmUp(warmUp);
                for (int round = 0; round < rounds; round++) {
                    for (int i = 0; i < turns.size(); i++) {
                        benchmark.measure(turns.get((round + i) % turns.size()), seconds);
                    }
                }
                benchmark.print(turns.stream().map(Turn::label).toList());
            }
        }
    }

    private void warmUp(int seconds) throws Exception {
        trickle(seconds);
        drain();
        drain();
    }

    private void measure(Turn turn, int seconds) throws Exception {
        String label = turn.label();
        int stalled = turn.readers() / 2;
        history.turn(turn.history());
        readers.ask("open " + api.port() + " " + (turn.readers() - stalled) + " " + stalled);
        try {
            trickle(SETTLING);
            Map<Part, Double> before = ProcessTimes.seconds();
            double[] millis = trickle(seconds);
            Map<Part, Double> after = ProcessTimes.seconds();
            Arrays.sort(millis);
            double perSecond = drain();
            add(label, "p50, ms", millis[millis.length / 2]);
            add(label, "p99, ms", millis[millis.length * 99 / 100]);
            add(label, "records/s", perSecond);
            for (Part part : List.of(Part.SLUICE, Part.POSTGRES)) {
                add(label, part + ", % of a core", 100 * (after.get(part) - before.get(part)) / seconds);
            }
            System.gc();
            add(
                    label,
                    "live heap, MB",
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6);
        } finally {
            long bytes = Long.parseLong(readers.ask("close"));
            Output.print("%s: %,d bytes of events taken", label, bytes);
        }
    }

    private double[] trickle(int seconds) throws Exception {
        double[] millis = trickle.measure(trickled, seconds * PER_SECOND, PER_SECOND);
        trickled += millis.length;
        return millis;
    }

    private double drain() throws Exception {
        Drains.Drain drain = new Drains.Drain(
                "watchers_" + drained++, topic, "quote STRING NOT NULL, character STRING NOT NULL", "postgres", 0);
        return topic.records() * SECOND / drains.run(List.of(drain));
    }

    private void add(String label, String figure, double value) {
        Output.print("%s: %s %.1f", label, figure, value);
        spread.add(label + ": " + figure, value);
    }

    private void print(List<String> labels) {
        Output.print("| Median [range] | %s |", String.join(" | ", labels));
        for (String kind : spread.kinds()) {
            String figure = kind.substring(kind.indexOf(": ") + 2);
            if (kind.startsWith(labels.get(0) + ": ")) {
                Output.print(
                        "| %s | %s |",
                        figure,
                        String.join(
                                " | ",
                                labels.stream()
                                        .map(label -> spread.show(
                                                label + ": " + figure, figure.equals("records/s") ? "%,.0f" : "%,.1f"))
                                        .toList()));
            }
        }
    }
}
