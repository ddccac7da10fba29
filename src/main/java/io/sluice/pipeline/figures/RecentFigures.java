package io.sluice.pipeline.figures;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Standing;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Keeps what the ledger said lately of all pipelines, and what Kafka said of the ends of their topics. What asks them
 * now and then anyway leaves the answers here, so that rates and summaries cost no question of their own. They are in
 * memory, bounded by the pipelines that there are. Thread-safe.
 */
@Component
public class RecentFigures {

    private static final long WINDOW = Duration.ofMinutes(1).toNanos();
    private static final long STALE = Duration.ofSeconds(30).toNanos();
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long SHORTEST = Duration.ofMillis(900).toNanos();

    private final LongSupplier nanoTime;
    private final Map<Long, Series> series = new HashMap<>();
    private @Nullable Long readAt;
    private volatile Offsets ends = Offsets.NONE;

    /** Measures by {@link System#nanoTime}: the wall clock may jump. */
    @Autowired
    RecentFigures() {
        this(System::nanoTime);
    }

    RecentFigures(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Records per second, over the last minute. */
    @JsonPropertyOrder({"in", "stored", "rejected"})
    @Schema(name = "Rates")
    public record Rates(double in, double stored, double rejected) {}

    /** @param standings of all pipelines, as they are now; those never started are missing */
    public synchronized void add(Map<Long, Standing> standings) {
        long now = nanoTime.getAsLong();
        Long before = readAt;
        series.keySet().retainAll(standings.keySet());
        standings.forEach((id, standing) ->
                series.computeIfAbsent(id, pipeline -> new Series(before)).add(Sample.of(now, standing.counters())));
        readAt = now;
    }

    /** @param offsets after the newest record of each partition */
    public void addEnds(Offsets offsets) {
        ends = offsets;
    }

    /**
     * How many offsets are still to be read.
     *
     * @param next the offset to read next of each partition
     * @return nothing if a partition's end is not known
     */
    public Optional<Long> lag(Offsets next) {
        Offsets known = ends;
        long lag = 0;
        for (Map.Entry<String, Map<Integer, Long>> topic : next.byTopic().entrySet()) {
            Map<Integer, Long> its = known.partitions(topic.getKey());
            for (Map.Entry<Integer, Long> partition : topic.getValue().entrySet()) {
                Long end = its.get(partition.getKey());
                if (end == null) {
                    return Optional.empty();
                }
                lag += Math.max(0, end - partition.getValue());
            }
        }
        return next.isEmpty() ? Optional.empty() : Optional.of(lag);
    }

    /** The rates; empty until the counters were read twice, and when they have not been read for long. */
    public synchronized Optional<Rates> rates(long pipelineId) {
        return Optional.ofNullable(series.get(pipelineId)).flatMap(its -> its.rates(nanoTime.getAsLong()));
    }

    /** Records that became dead letters in the last hour, as far as this instance has seen it; replays take none away. */
    public synchronized Optional<Long> rejectedLastHour(long pipelineId) {
        return Optional.ofNullable(series.get(pipelineId)).map(its -> its.rejectedSince(nanoTime.getAsLong() - HOUR));
    }

    private record Sample(long at, long consumed, long stored, long rejected) {

        static Sample of(long at, Counters counters) {
            return new Sample(at, counters.consumed(), counters.storedEverywhere(), counters.deadLetters());
        }
    }

    /** How many new dead letters there were in the minute from {@code at} on. */
    private record Rejections(long at, long count) {}

    private static final class Series {

        private final Deque<Sample> samples = new ArrayDeque<>();
        private final Deque<Rejections> rejections = new ArrayDeque<>();

        /** @param before when the ledger was read without this pipeline, which had counted nothing then; null if never */
        Series(@Nullable Long before) {
            if (before != null) {
                samples.addLast(new Sample(before, 0, 0, 0));
            }
        }

        void add(Sample sample) {
            Sample last = samples.peekLast();
            if (last != null && samples.size() > 1 && sample.at - last.at < SHORTEST) {
                return;
            }
            if (last != null && sample.consumed < last.consumed) {
                samples.clear(); // It was reset.
            }
            if (last != null && sample.rejected > last.rejected) {
                reject(sample.at, sample.rejected - last.rejected);
            }
            samples.addLast(sample);
            // One sample that is older than the window is kept, to measure against.
            while (samples.size() > 2 && isOld(second(), sample.at)) {
                samples.removeFirst();
            }
        }

        private Sample second() {
            return samples.stream().skip(1).findFirst().orElseThrow();
        }

        private static boolean isOld(Sample sample, long now) {
            return now - sample.at >= WINDOW;
        }

        private void reject(long now, long count) {
            Rejections last = rejections.peekLast();
            if (last != null && now - last.at < WINDOW) {
                rejections.removeLast();
                rejections.addLast(new Rejections(last.at, last.count + count));
            } else {
                rejections.addLast(new Rejections(now, count));
            }
            while (rejections.size() > HOUR / WINDOW) {
                rejections.removeFirst();
            }
        }

        Optional<Rates> rates(long now) {
            Sample first = samples.peekFirst();
            Sample last = samples.peekLast();
            if (first == null || last == null || first == last || now - last.at > WINDOW + STALE) {
                return Optional.empty();
            }
            double seconds = Math.max(1, (last.at - first.at) / 1e9);
            return Optional.of(new Rates(
                    rate(last.consumed - first.consumed, seconds),
                    rate(last.stored - first.stored, seconds),
                    rate(last.rejected - first.rejected, seconds)));
        }

        /** A rate to a hundredth; never negative, though a replay takes records out of what is rejected. */
        private static double rate(long records, double seconds) {
            return Math.round(Math.max(0, records) / seconds * 100) / 100.0;
        }

        long rejectedSince(long begin) {
            return rejections.stream()
                    .filter(some -> some.at - begin >= 0)
                    .mapToLong(Rejections::count)
                    .sum();
        }
    }
}
