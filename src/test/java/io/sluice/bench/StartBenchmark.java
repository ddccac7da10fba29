package io.sluice.bench;

import io.sluice.testing.ApiClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * How soon the packed jar serves, with everything embedded and the demonstration, on a data directory that is not there
 * and again on the one that it left; what memory all its processes have a while later, and how soon SIGTERM ends them.
 * Ends by itself.
 *
 * <p>Arguments: rounds (5), seconds after the first rows at which memory is read (30), then flags for the JVM (none).
 */
public final class StartBenchmark {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final double SECOND = 1e9;
    private static final double MB = 1 << 20;

    private final int settleSeconds;
    private final List<String> jvm;
    private final Spread fresh = new Spread();
    private final Spread warm = new Spread();

    private StartBenchmark(int settleSeconds, List<String> jvm) {
        this.settleSeconds = settleSeconds;
        this.jvm = jvm;
    }

    public static void main(String[] args) throws Exception {
        PackedSluice.requireJar();
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 30;
        StartBenchmark benchmark =
                new StartBenchmark(seconds, Arrays.stream(args).skip(2).toList());
        for (int round = 1; round <= rounds; round++) {
            try (Scratch scratch = Scratch.create()) {
                Output.print("round %d, fresh directory: %s", round, benchmark.measure(benchmark.fresh, scratch));
                Output.print("round %d, warm directory: %s", round, benchmark.measure(benchmark.warm, scratch));
            }
        }
        benchmark.summary(rounds);
    }

    private String measure(Spread spread, Scratch scratch) throws Exception {
        Map<String, Double> figures = new LinkedHashMap<>();
        Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        long start = System.nanoTime();
        try (PackedSluice sluice = PackedSluice.start(scratch.path(), jvm, arguments(scratch))) {
            double[] used = {Double.NaN};
            figures.putAll(reach(milestones(sluice, sluice.api(), begin, used), start));
            figures.put("processors' time of all processes until ready, s", used[0]);
            pause(TimeUnit.SECONDS.toNanos(settleSeconds));
            memory(sluice.processes(), figures);
            figures.put("from SIGTERM to the end of all processes, s", sluice.terminate() / SECOND);
        }
        figures.forEach(spread::add);
        return figures.entrySet().stream()
                .map(each -> String.format(Locale.ROOT, format(each.getKey()), each.getValue()) + " " + each.getKey())
                .collect(Collectors.joining("; "));
    }

    private static String format(String what) {
        return what.endsWith("MB") ? "%,.0f" : "%.2f";
    }

    private static List<String> arguments(Scratch scratch) {
        return List.of(
                "--sluice.data-directory=" + scratch.path().resolve("data"),
                "--sluice.embedded.postgres-port=0",
                "--sluice.embedded.kafka-port=0",
                "--sluice.embedded.mongo-port=0");
    }

    /** @param used receives the processors' time until it is ready, in seconds */
    private static Map<String, BooleanSupplier> milestones(
            PackedSluice sluice, ApiClient api, Instant begin, double[] used) {
        Map<String, BooleanSupplier> milestones = new LinkedHashMap<>();
        milestones.put("until ready, s", () -> {
            sluice.requireAlive();
            used[0] = ProcessTimes.of(sluice.process());
            return api.get("/actuator/health/readiness").status() == 200;
        });
        milestones.put(
                "until the first row of this start in Postgres, s", () -> has(api, "postgres", "_ingested_at", begin));
        milestones.put("until the first row of this start in Mongo, s", () -> has(api, "mongo", "_timestamp", begin));
        return milestones;
    }

    /** In Mongo only the record's own time is known; the demonstration appends new ones as soon as it has begun. */
    private static boolean has(ApiClient api, String store, String since, Instant begin) {
        ApiClient.Answer answer = api.get(
                "/api/v1/pipelines/quotes/results/" + store + "?size=1&count=none&filter=" + since + ":ge:" + begin);
        return answer.status() == 200 && !answer.body().path("items").isEmpty();
    }

    /** Asks for all of them again and again; what is reached is not asked for any more. In the order of the milestones. */
    private static Map<String, Double> reach(Map<String, BooleanSupplier> milestones, long start) {
        Map<String, Double> reached = new LinkedHashMap<>();
        milestones.keySet().forEach(name -> reached.put(name, Double.NaN));
        Awaitility.await("the first rows")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(() -> {
                    milestones.forEach((name, isReached) -> {
                        if (reached.get(name).isNaN() && isReached.getAsBoolean()) {
                            reached.put(name, (System.nanoTime() - start) / SECOND);
                        }
                    });
                    return reached.values().stream().noneMatch(seconds -> seconds.isNaN());
                });
        return reached;
    }

    private static void memory(List<ProcessHandle> processes, Map<String, Double> figures) {
        figures.put("resident memory (PSS), MB", ProcessMemory.of(processes).pss() / MB);
        processes.stream()
                .collect(Collectors.groupingBy(StartBenchmark::program))
                .forEach((program, each) -> figures.put(
                        "of which " + program + ", MB", ProcessMemory.of(each).pss() / MB));
        figures.put("the sum of RSS, MB", ProcessMemory.of(processes).rss() / MB);
    }

    private static String program(ProcessHandle process) {
        String line = process.info().commandLine().orElse("");
        if (line.contains("BrokerMain")) {
            return "Kafka";
        }
        return line.contains("sluice.jar") ? "Sluice with Spark and Mongo's stand-in" : "Postgres";
    }

    private static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void summary(int rounds) {
        Output.print("| Median [range] of %d starts | fresh directory | warm directory |", rounds);
        Output.print("|---|---|---|");
        for (String what : fresh.kinds()) {
            Output.print("| %s | %s | %s |", what, fresh.show(what, format(what)), warm.show(what, format(what)));
        }
    }
}
