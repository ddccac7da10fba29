package io.sluice.bench;

import io.sluice.flow.KafkaAccess;
import io.sluice.flow.PostgresAccess;
import io.sluice.jvm.LoadTimePatch;
import io.sluice.testing.Sluice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Drains a topic of four partitions into Postgres, into Mongo, and into both, round after round on fresh topics and
 * targets, beside what one COPY of the same rows takes. Everything runs embedded on this machine; ends by itself.
 *
 * <p>Arguments: records in each round (1,000,000), rounds (5), sinks ({@code postgres}, {@code mongo} or {@code both}).
 */
public final class DrainBenchmark {

    private DrainBenchmark() {}

    public static void main(String[] args) throws Exception {
        LoadTimePatch.apply();
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        String sinks = args.length > 2 ? args[2] : "postgres";
        try (Sluice sluice = Sluice.startEmbedded()) {
            DrainClient client = new DrainClient(sluice.api());
            KafkaAccess kafka = sluice.bean(KafkaAccess.class);
            PostgresAccess postgres = sluice.bean(PostgresAccess.class);
            run(client, kafka, postgres, records, rounds, sinks);
        }
    }

    private static void run(
            DrainClient client, KafkaAccess kafka, PostgresAccess postgres, int records, int rounds, String sinks)
            throws Exception {
        List<Double> drains = new ArrayList<>();
        List<Double> copies = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            String name = "bench_" + round;
            Topics.fill(kafka, name, records);
            double copy = CopyReference.rowsPerSecond(postgres, records);
            double drain = perSecond(records, client.drain(name, sinks, records));
            copies.add(copy);
            drains.add(drain);
            Output.print("round %d: %,.0f records/s into %s; COPY alone %,.0f rows/s", round + 1, drain, sinks, copy);
            client.delete(name);
        }
        Output.print(
                "median of %d rounds: %,.0f records/s into %s; COPY alone %,.0f rows/s; ratio %.2f",
                rounds, median(drains), sinks, median(copies), median(drains) / median(copies));
    }

    private static double perSecond(int records, long nanos) {
        return records * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
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
