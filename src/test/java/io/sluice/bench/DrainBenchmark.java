package io.sluice.bench;

import io.sluice.jvm.LoadTimePatch;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Sluice beside its peers: each drains the same topic, on the same servers, into a table or collection that is new each
 * time, in rounds. In each round every contender has its turn, in an order that rotates, so that what else the machine
 * does falls on all of them. After each drain everything that was stored is counted. Ends by itself.
 *
 * <p>Arguments: records (1,000,000), rounds that count (5), then in any order names of {@link Contender}
 * ({@code copy1 sluice}), {@code partitions=} (4), {@code starts=} drains of 4,000 records by each that reads Kafka before
 * everything else, so that their start is compiled as in a process that has run for long (0), {@code warmup=} rounds that
 * do not count (1), {@code rejects}, {@code transform}; see {@link DrainPlan}.
 */
public final class DrainBenchmark {

    private static final String TOPIC = "bench_quotes";
    private static final String FEW = "bench_few";

    private final DrainPlan plan;
    private final BenchServers servers;
    private final DrainReport report;

    private DrainBenchmark(DrainPlan plan, BenchServers servers) {
        this.plan = plan;
        this.servers = servers;
        this.report = new DrainReport(plan.records());
    }

    public static void main(String[] args) throws Exception {
        LoadTimePatch.apply();
        DrainPlan plan = DrainPlan.of(args);
        try (BenchServers servers = BenchServers.start(plan)) {
            Topics.fill(servers.kafka(), TOPIC, plan.partitions(), plan.records(), plan::json);
            DrainBenchmark benchmark = new DrainBenchmark(plan, servers);
            benchmark.start();
            benchmark.run();
        }
    }

    private void start() throws Exception {
        if (plan.starts() == 0) {
            return;
        }
        Topics.fill(servers.kafka(), FEW, plan.partitions(), DrainPlan.FEW, plan::json);
        List<Contender> readers =
                plan.contenders().stream().filter(Contender::reads).toList();
        for (int start = 0; start < plan.starts(); start++) {
            for (Contender reader : readers) {
                drain(reader, "start_" + start, FEW, DrainPlan.FEW);
            }
        }
    }

    private void run() throws Exception {
        int warmUps = plan.warmUps();
        for (int round = 0; round < warmUps + plan.rounds(); round++) {
            boolean counts = round >= warmUps;
            String label = counts ? "round " + (round - warmUps + 1) : "warm-up " + (round + 1);
            int size = plan.contenders().size();
            for (int turn = 0; turn < size; turn++) {
                Contender contender = plan.contenders().get((round + turn) % size);
                Window window = drain(contender, Integer.toString(round), TOPIC, plan.records());
                Output.print("%s", report.line(label, contender, window));
                if (counts) {
                    report.add(contender, window);
                }
            }
        }
        Output.print("%n%s%n%s", plan, report.table(plan.contenders()));
    }

    private Window drain(Contender contender, String which, String topic, int records) throws Exception {
        String name = contender.label().replace('-', '_') + "_" + which;
        DrainTarget target = new DrainTarget(
                name.toLowerCase(Locale.ROOT), topic, records, plan.rejected(records), plan.partitions());
        Drainer drainer = servers.drainer(contender);
        Window window = new Window();
        servers.settle();
        drainer.drain(target, window);
        verify(contender, target);
        drainer.clear(target);
        servers.postgres().drop(target.name());
        if (contender.mongo()) {
            servers.mongo().drop(target.name());
        }
        return window;
    }

    /** All that are to be stored must stand there, and nothing else. */
    private void verify(Contender contender, DrainTarget target) throws Exception {
        if (contender.postgres()) {
            check(contender, "Postgres", servers.postgres().count(target.name()), target);
        }
        if (contender.mongo()) {
            check(contender, "Mongo", servers.mongo().count(target.name()), target);
        }
    }

    private static void check(Contender contender, String store, long stored, DrainTarget target) {
        if (stored != target.stored()) {
            throw new IllegalStateException(
                    "%s stored %d of %d records in %s".formatted(contender.label(), stored, target.stored(), store));
        }
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return IntStream.of((sorted.length - 1) / 2, sorted.length / 2)
                .mapToDouble(i -> sorted[i])
                .average()
                .orElse(0);
    }
}
