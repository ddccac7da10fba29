package io.sluice.bench;

import java.util.Collection;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the JMH benchmarks with the allocation of each record, and ends with a table. One that fails fails the run.
 *
 * <p>Arguments: JMH's own.
 */
public final class Speed {

    private static final double NANOS = 1e9;

    private Speed() {}

    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .build())
                .run();
        Output.print("| Per record | ns | ± | records/s | bytes allocated |");
        Output.print("|---|---|---|---|---|");
        for (RunResult result : results) {
            double nanos = result.getPrimaryResult().getScore();
            Output.print(
                    "| %s | %,.0f | %,.0f | %,.0f | %,.0f |",
                    name(result), nanos, result.getPrimaryResult().getScoreError(), NANOS / nanos, allocated(result));
        }
    }

    /** Such as {@code CopySpeed.record UPSERT}. */
    private static String name(RunResult result) {
        String[] name = result.getParams().getBenchmark().split("\\.");
        String parameters = result.getParams().getParamsKeys().stream()
                .map(key -> " " + result.getParams().getParam(key))
                .collect(Collectors.joining());
        return name[name.length - 2] + "." + name[name.length - 1] + parameters;
    }

    private static double allocated(RunResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
                .mapToDouble(entry -> entry.getValue().getScore())
                .findFirst()
                .orElse(Double.NaN);
    }
}
