package io.sluice.bench;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is measured of one drain: the time from the order until all is stored, and the time of the processors in it. */
final class Window {

    private Map<Part, Double> before = Map.of();
    private final Map<Part, Double> used = new EnumMap<>(Part.class);
    private long start;
    private long nanos;

    void open() {
        before = ProcessTimes.seconds();
        start = System.nanoTime();
    }

    void close() {
        nanos = System.nanoTime() - start;
        ProcessTimes.seconds().forEach((part, after) -> used.put(part, after - before.getOrDefault(part, 0.0)));
    }

    double perSecond(int records) {
        return records * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    /** Seconds of the processors. */
    double used(Part part) {
        return used.getOrDefault(part, 0.0);
    }

    /** Of the contender's own process and of the servers; the processes of others only wait meanwhile. */
    double used(Contender contender) {
        return used.entrySet().stream()
                .filter(entry ->
                        entry.getKey() == contender.process() || entry.getKey().isServer())
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
