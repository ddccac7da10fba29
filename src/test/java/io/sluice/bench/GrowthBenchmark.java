package io.sluice.bench;

import io.sluice.jvm.LoadTimePatch;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.testing.Sluice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What becomes of the drain as things grow: pipelines at once, partitions, the size of records, columns. The steps of one
 * dimension take turns in each round, after one round that does not count; every drain is held to its exact number of
 * rows. Everything runs embedded on this machine; ends by itself.
 *
 * <p>Arguments: records (1,000,000; fewer of those larger than 1 kB), rounds (3), sinks ({@code postgres}, {@code mongo}
 * or {@code both}), then dimensions ({@code pipelines partitions sizes columns}; all).
 */
public final class GrowthBenchmark {

    private static final double SECOND = 1e9;
    private static final double MB = 1e6;

    /** What grows. */
    private enum Dimension {
        PIPELINES(Load.pipelines(1), Load.pipelines(4), Load.pipelines(16)),
        PARTITIONS(Load.partitions(1), Load.partitions(4), Load.partitions(16)),
        SIZES(Load.size(230), Load.size(2_000), Load.size(20_000)),
        COLUMNS(Load.columns(10), Load.columns(100), Load.columns(300));

        private final List<Load> loads;

        Dimension(Load... loads) {
            this.loads = List.of(loads);
        }
    }

    private final KafkaAccess kafka;
    private final Drains drains;
    private final int records;
    private final String sinks;
    private final List<String> table = new ArrayList<>();

    private GrowthBenchmark(Sluice sluice, int records, String sinks) {
        this.kafka = sluice.bean(KafkaAccess.class);
        this.drains = new Drains(sluice.api(), sluice.bean(LedgerAccess.class), sluice.bean(MongoAccess.class));
        this.records = records;
        this.sinks = sinks;
    }

    public static void main(String[] args) throws Exception {
        LoadTimePatch.apply();
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        String sinks = args.length > 2 ? args[2] : "postgres";
        List<Dimension> dimensions = args.length > 3
                ? Arrays.stream(args)
                        .skip(3)
                        .map(name -> Dimension.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList()
                : List.of(Dimension.values());
        try (Scratch scratch = Scratch.create().require(10_000L * records);
                Sluice sluice = Sluice.startEmbedded(scratch.path(), "--sluice.demo.enabled=false")) {
            GrowthBenchmark benchmark = new GrowthBenchmark(sluice, records, sinks);
            for (Dimension dimension : dimensions) {
                benchmark.run(dimension.loads, rounds);
            }
            Output.print("| Into %s | records | bytes each | records/s | MB/s | columns/s, thousands |", sinks);
            Output.print("|---|---|---|---|---|---|");
            benchmark.table.forEach(line -> Output.print("%s", line));
        }
    }

    private void run(List<Load> loads, int rounds) throws Exception {
        List<List<FilledTopic>> topics = new ArrayList<>();
        Spread spread = new Spread();
        try {
            for (Load load : loads) {
                topics.add(fill(load));
            }
            for (int round = 0; round <= rounds; round++) {
                for (int i = 0; i < loads.size(); i++) {
                    double rate = drain(loads.get(i), topics.get(i), round);
                    String counts = round == 0 ? "warm-up" : "round " + round;
                    Output.print(
                            "%s: %,9.0f records/s, %s",
                            counts, rate, loads.get(i).label());
                    if (round > 0) {
                        spread.add(loads.get(i).label(), rate);
                    }
                }
            }
        } finally {
            for (FilledTopic topic : topics.stream().flatMap(List::stream).toList()) {
                topic.close();
            }
        }
        loads.forEach(load -> table.add(line(load, spread)));
    }

    private List<FilledTopic> fill(Load load) throws Exception {
        List<FilledTopic> filled = new ArrayList<>();
        for (int i = 0; i < load.pipelines(); i++) {
            String name = load.id() + "_" + i;
            filled.add(FilledTopic.of(kafka, name, load.partitions(), load.recordsEach(records), "none", load.value()));
        }
        return filled;
    }

    private double drain(Load load, List<FilledTopic> topics, int round) throws Exception {
        List<Drains.Drain> all = topics.stream()
                .map(topic -> new Drains.Drain(topic.name() + "_" + round, topic, load.schema(), sinks, 0))
                .toList();
        return total(load) * SECOND / drains.run(all);
    }

    private long total(Load load) {
        return (long) load.recordsEach(records) * load.pipelines();
    }

    private String line(Load load, Spread spread) {
        double rate = spread.median(load.label());
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %s | %,.1f | %,.0f |",
                load.label(),
                total(load),
                load.bytes(),
                spread.show(load.label(), "%,.0f"),
                rate * load.bytes() / MB,
                rate * load.columns() / 1_000);
    }
}
