package io.sluice.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Collects the windows that count, and sums them up. */
final class DrainReport {

    private static final double MILLION = 1_000_000;

    private final int records;
    private final Map<Contender, List<Window>> windows = new EnumMap<>(Contender.class);

    DrainReport(int records) {
        this.records = records;
    }

    void add(Contender contender, Window window) {
        windows.computeIfAbsent(contender, one -> new ArrayList<>()).add(window);
    }

    String line(String round, Contender contender, Window window) {
        return String.format(
                Locale.ROOT,
                "%s: %-19s %,9.0f records/s, CPU s per million: %s",
                round,
                contender.label(),
                window.perSecond(records),
                perMillion(contender, window));
    }

    private String perMillion(Contender contender, Window window) {
        StringBuilder all =
                new StringBuilder(String.format(Locale.ROOT, "%.1f", window.used(contender) * MILLION / records));
        for (Part part : Part.values()) {
            all.append(String.format(
                    Locale.ROOT,
                    " %s %.1f",
                    part.name().toLowerCase(Locale.ROOT),
                    window.used(part) * MILLION / records));
        }
        return all.toString();
    }

    /** A table in Markdown. The ratio is that of the medians, to the contender named first. */
    String table(List<Contender> contenders) {
        StringBuilder table = new StringBuilder("""
                | Contender | records/s, median | range | ratio to the first | CPU s per million, all processes | its own | Postgres | Kafka | Mongo |
                |---|---|---|---|---|---|---|---|---|
                """);
        double first = median(contenders.get(0), window -> window.perSecond(records));
        for (Contender contender : contenders) {
            List<Double> rates = values(contender, window -> window.perSecond(records));
            double median = DrainBenchmark.median(rates);
            table.append(String.format(
                    Locale.ROOT,
                    "| `%s` | %,.0f | %,.0f–%,.0f | %.2f | %.1f | %.1f | %.1f | %.1f | %.1f |%n",
                    contender.label(),
                    median,
                    Collections.min(rates),
                    Collections.max(rates),
                    median / first,
                    seconds(contender, window -> window.used(contender)),
                    seconds(contender, window -> window.used(contender.process())),
                    seconds(contender, window -> window.used(Part.POSTGRES)),
                    seconds(contender, window -> window.used(Part.KAFKA)),
                    seconds(contender, window -> window.used(Part.MONGO))));
        }
        return table.toString();
    }

    private double seconds(Contender contender, ToDoubleFunction<Window> value) {
        return median(contender, value) * MILLION / records;
    }

    private double median(Contender contender, ToDoubleFunction<Window> value) {
        return DrainBenchmark.median(values(contender, value));
    }

    private List<Double> values(Contender contender, ToDoubleFunction<Window> value) {
        return windows.get(contender).stream().map(value::applyAsDouble).toList();
    }
}
