package io.sluice.pipeline.figures;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/** The lags of one pipeline over the last minute, and where they go. Not thread-safe. */
final class LagTrend {

    private static final double WINDOW_SECONDS = 60;
    private static final double BETWEEN_SECONDS = 0.9;

    /** How many points a trend needs: a line fits fewer too well to tell anything. */
    private static final int FEWEST = 4;

    /** How many times its standard error a slope must be, or it is taken for noise. */
    private static final double CLEAR = 3;

    /** A change of fewer offsets over the window is none. */
    private static final double LEAST = 10;

    private final Deque<Sample> samples = new ArrayDeque<>();
    private long begin;

    private record Sample(double seconds, long lag) {}

    void add(long nanos, long lag) {
        if (samples.isEmpty()) {
            begin = nanos;
        }
        double seconds = (nanos - begin) / 1e9;
        Sample last = samples.peekLast();
        if (last != null && seconds - last.seconds < BETWEEN_SECONDS) {
            return;
        }
        samples.addLast(new Sample(seconds, lag));
        while (samples.size() > FEWEST && seconds - samples.getFirst().seconds > WINDOW_SECONDS) {
            samples.removeFirst();
        }
    }

    /** Offsets per second by which the lag grows, 0 if that is not clear; empty while it was looked at too seldom. */
    OptionalDouble slope() {
        int n = samples.size();
        if (n < FEWEST) {
            return OptionalDouble.empty();
        }
        double meanTime =
                samples.stream().mapToDouble(Sample::seconds).average().orElseThrow();
        double meanLag = samples.stream().mapToLong(Sample::lag).average().orElseThrow();
        double times = 0;
        double both = 0;
        double lags = 0;
        for (Sample sample : samples) {
            double time = sample.seconds - meanTime;
            double lag = sample.lag - meanLag;
            times += time * time;
            both += time * lag;
            lags += lag * lag;
        }
        double slope = both / times;
        double error = Math.sqrt(Math.max(0, lags - slope * both) / (n - 2) / times);
        double change = slope * (samples.getLast().seconds - samples.getFirst().seconds);
        return OptionalDouble.of(Math.abs(slope) > CLEAR * error && Math.abs(change) >= LEAST ? slope : 0);
    }
}
