package io.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Memory over the course of one drain. One thread. */
final class MemorySamples {

    /** Of the columns of {@link #summary()}. */
    static final String HEADING =
            "heap after GC, lowest, first half, MB | lowest, second half, MB | highest, MB | highest RSS, MB";

    private static final int STEP = 1_000_000;
    private static final int LEAST_LINES = 5;
    private static final double MB = 1 << 20;

    private final int records;
    private final List<Sample> samples = new ArrayList<>();
    private long finalSize = 1;

    MemorySamples(int records) {
        this.records = records;
    }

    /** All in bytes. */
    private record Sample(long size, long heap, long rss) {}

    /**
     * @param size of the table by now
     * @param heap what the last collection left
     */
    void add(long size, long heap, long rss) {
        samples.add(new Sample(size, heap, rss));
    }

    /** @param size of the table with all records */
    void end(long size) {
        finalSize = size;
    }

    /** A line for each million, or for each fifth of fewer than five. */
    void print() {
        int step = Math.min(STEP, Math.max(1, records / LEAST_LINES));
        for (long from = 0; from < records; from += step) {
            List<Sample> some = between(from, from + step);
            if (!some.isEmpty()) {
                Output.print(
                        "%,11d to %,11d: heap after GC %.0f to %.0f MB, RSS up to %.0f MB",
                        from, from + step, lowest(some), highest(some), rss(some));
            }
        }
    }

    String summary() {
        return String.format(
                Locale.ROOT,
                "%.0f | %.0f | %.0f | %.0f",
                lowest(between(0, records / 2)),
                lowest(between(records / 2, Long.MAX_VALUE)),
                highest(samples),
                rss(samples));
    }

    private List<Sample> between(long from, long to) {
        return samples.stream()
                .filter(sample -> drained(sample) >= from && drained(sample) < to)
                .toList();
    }

    private double drained(Sample sample) {
        return (double) records * sample.size() / finalSize;
    }

    private static double lowest(List<Sample> samples) {
        return samples.stream().mapToLong(Sample::heap).min().orElse(0) / MB;
    }

    private static double highest(List<Sample> samples) {
        return samples.stream().mapToLong(Sample::heap).max().orElse(0) / MB;
    }

    private static double rss(List<Sample> samples) {
        return samples.stream().mapToLong(Sample::rss).max().orElse(0) / MB;
    }
}
