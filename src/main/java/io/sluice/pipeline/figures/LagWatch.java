package io.sluice.pipeline.figures;

import io.sluice.engine.PartitionProgress;
import io.sluice.engine.RunningFlow;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How far pipelines are behind, in offsets and in time, and whether they catch up. It asks nobody: positions and ends come
 * from what is read now and then anyway, and from what running flows say of their last micro-batch. Thread-safe.
 */
@Component
public class LagWatch {

    /** An estimate of more says only that it takes very long. */
    private static final Duration FARTHEST = Duration.ofDays(30);

    private final LongSupplier nanoTime;
    private final EndTimes ends = new EndTimes();
    private final Map<Long, LagTrend> trends = new HashMap<>();
    private Map<Long, Standing> standings = Map.of();

    /** Measures by {@link System#nanoTime}: the wall clock may jump. */
    @Autowired
    LagWatch() {
        this(System::nanoTime);
    }

    LagWatch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Where a lag goes, over the last minute; changes that are not clear count as none. */
    public enum Trend {
        RISING,
        FALLING,
        STEADY
    }

    /**
     * How far a pipeline is behind.
     *
     * @param offsets still to be read
     * @param seconds how long ago the oldest record came that is still to be read, 0 if there is none; null if it was
     *     there before this instance looked first, and Kafka has not told yet
     * @param trend null while it was looked at too seldom
     * @param caughtUpInSeconds when nothing is left to be read if it goes on as it does; null if it does not fall
     */
    public record Lag(
            long offsets,
            @Nullable Long seconds,
            @Nullable Trend trend,
            @Nullable Long caughtUpInSeconds) {}

    /** @param now the offset after the newest record of each partition */
    synchronized void addEnds(Offsets now) {
        ends.add(now, nanoTime.getAsLong());
    }

    /**
     * Some of the positions to be read next whose records were there before this instance looked first, so that somebody
     * else has to {@link #tell} when they came; those first of which nothing is known.
     */
    List<Position> older(Collection<Pipeline> pipelines, int most) {
        Map<Long, List<PartitionProgress>> running = new HashMap<>();
        pipelines.forEach(pipeline -> running.put(pipeline.id(), running(pipeline)));
        return older(running, most);
    }

    synchronized List<Position> older(Map<Long, List<PartitionProgress>> running, int most) {
        long now = nanoTime.getAsLong();
        return running.entrySet().stream()
                .flatMap(each -> (each.getValue().isEmpty() ? read(each.getKey()) : each.getValue()).stream())
                .map(at -> new Position(at.topic(), at.partition(), at.processedOffset()))
                .filter(at -> ends.isOlder(at.topic(), at.partition(), at.offset()))
                .distinct()
                .sorted(Comparator.comparing(at ->
                        ends.age(at.topic(), at.partition(), at.offset(), now).isPresent()))
                .limit(most)
                .toList();
    }

    /** @param ages for how long records have been there */
    synchronized void tell(Map<Position, Duration> ages) {
        long now = nanoTime.getAsLong();
        ages.forEach((at, age) -> ends.tell(at.topic(), at.partition(), at.offset(), now - age.toNanos()));
    }

    /** Notes how far all pipelines are behind at the moment. */
    void add(Collection<Pipeline> pipelines, Map<Long, Standing> read) {
        Map<Long, List<PartitionProgress>> running = new HashMap<>();
        pipelines.forEach(pipeline -> running.put(pipeline.id(), running(pipeline)));
        add(read, running);
    }

    synchronized void add(Map<Long, Standing> read, Map<Long, List<PartitionProgress>> running) {
        long now = nanoTime.getAsLong();
        standings = read;
        trends.keySet().retainAll(running.keySet());
        running.forEach((id, partitions) -> behind(id, partitions, now)
                .ifPresent(lag ->
                        trends.computeIfAbsent(id, pipeline -> new LagTrend()).add(now, lag.offsets())));
    }

    /** How far it is behind; empty if a position or an end is not known. */
    public Optional<Lag> of(Pipeline pipeline) {
        return of(pipeline.id(), running(pipeline));
    }

    synchronized Optional<Lag> of(long pipelineId, List<PartitionProgress> running) {
        return behind(pipelineId, running, nanoTime.getAsLong());
    }

    private static List<PartitionProgress> running(Pipeline pipeline) {
        RunningFlow flow = pipeline.condition().flow();
        return flow == null ? List.of() : flow.partitions();
    }

    private Optional<Lag> behind(long pipelineId, List<PartitionProgress> running, long now) {
        long lag = 0;
        long oldest = 0;
        boolean isOldestKnown = true;
        List<PartitionProgress> all = running.isEmpty() ? read(pipelineId) : running;
        for (PartitionProgress at : all) {
            Long seen = ends.end(at.topic(), at.partition());
            if (seen == null && running.isEmpty()) {
                return Optional.empty();
            }
            // What a flow saw before its last micro-batch may be older than what was seen since, and newer, too.
            long behind = Math.max(at.endOffset(), seen == null ? 0 : seen) - at.processedOffset();
            if (behind > 0) {
                lag += behind;
                OptionalLong age = ends.age(at.topic(), at.partition(), at.processedOffset(), now);
                isOldestKnown &= age.isPresent();
                oldest = Math.max(oldest, age.orElse(0));
            }
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(lag(pipelineId, lag, isOldestKnown ? oldest : null));
    }

    /** The positions by the ledger; their ends are known elsewhere. */
    private List<PartitionProgress> read(long pipelineId) {
        List<PartitionProgress> all = new ArrayList<>();
        standings
                .getOrDefault(pipelineId, Standing.NONE)
                .next()
                .forEach((topic, partition, next) -> all.add(new PartitionProgress(topic, partition, next, 0)));
        return all;
    }

    private Lag lag(long pipelineId, long offsets, @Nullable Long oldest) {
        Long seconds =
                oldest == null ? null : Long.valueOf(Duration.ofNanos(oldest).toSeconds());
        LagTrend known = trends.get(pipelineId);
        OptionalDouble slope = known == null ? OptionalDouble.empty() : known.slope();
        if (slope.isEmpty()) {
            return new Lag(offsets, seconds, null, offsets == 0 ? 0L : null);
        }
        double growth = slope.getAsDouble();
        Trend trend = growth == 0 ? Trend.STEADY : growth > 0 ? Trend.RISING : Trend.FALLING;
        return new Lag(offsets, seconds, trend, caughtUpIn(offsets, growth));
    }

    private static @Nullable Long caughtUpIn(long offsets, double growth) {
        if (offsets == 0) {
            return 0L;
        }
        double seconds = growth < 0 ? Math.ceil(offsets / -growth) : Double.POSITIVE_INFINITY;
        return seconds <= FARTHEST.toSeconds() ? Long.valueOf((long) seconds) : null;
    }
}
