package io.sluice.pipeline.history;

import io.sluice.engine.BatchProgress;
import io.sluice.engine.RunningFlow;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.figures.LagWatch;
import io.sluice.pipeline.lifecycle.Condition;
import io.sluice.pipeline.lifecycle.RunBatch;
import io.sluice.stream.flow.Counters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks at pipelines, and tells what is new since the look before. It asks no server. One thread at a time. */
final class Sampler {

    private final LagWatch lags;
    private final Marks marks;
    private final Map<Long, Seen> seen = new HashMap<>();

    Sampler(LagWatch lags, Marks marks) {
        this.lags = lags;
        this.marks = marks;
    }

    /** How far a pipeline was at the last look: the version of its definition, and its last micro-batch. */
    private record Seen(long version, @Nullable UUID run, long batch) {}

    void retain(Set<Long> pipelines) {
        seen.keySet().retainAll(pipelines);
    }

    Point look(Pipeline pipeline) {
        Seen before = seen.get(pipeline.id());
        Condition now = pipeline.condition();
        long version = pipeline.current().number();
        if (before != null && before.version() != version) {
            marks.add(pipeline.id(), Marks.Kind.DEFINITION, "Its definition was changed.");
        }
        List<RunBatch> batches = isNothingNew(before, now.lastFlow()) ? List.of() : after(before, now.recentBatches());
        RunBatch last = batches.isEmpty() ? null : batches.get(batches.size() - 1);
        seen.put(
                pipeline.id(),
                last != null
                        ? new Seen(version, last.runId(), last.progress().batchId())
                        : new Seen(
                                version, before == null ? null : before.run(), before == null ? -1 : before.batch()));
        LagWatch.@Nullable Lag lag = lags.of(pipeline).orElse(null);
        Long seconds = lag == null ? null : lag.seconds();
        return point(batches, lag == null ? Point.UNKNOWN : lag.offsets(), seconds == null ? Point.UNKNOWN : seconds);
    }

    /** Its micro-batches need not be asked for then, which costs more. */
    private static boolean isNothingNew(@Nullable Seen before, @Nullable RunningFlow flow) {
        if (flow == null) {
            return true;
        }
        Long last = flow.batchId();
        return last == null || before != null && flow.runId().equals(before.run()) && last <= before.batch();
    }

    private static List<RunBatch> after(@Nullable Seen before, List<RunBatch> oldestFirst) {
        if (before == null) {
            return oldestFirst;
        }
        for (int i = oldestFirst.size() - 1; i >= 0; i--) {
            RunBatch batch = oldestFirst.get(i);
            if (batch.runId().equals(before.run()) && batch.progress().batchId() <= before.batch()) {
                return oldestFirst.subList(i + 1, oldestFirst.size());
            }
        }
        return oldestFirst;
    }

    private static Point point(List<RunBatch> batches, long lag, long lagSeconds) {
        Point sum = Point.idle(lag, lagSeconds);
        for (RunBatch batch : batches) {
            BatchProgress progress = batch.progress();
            Counters counters = progress.counters();
            long millis = progress.took().toMillis();
            sum = sum.within(new Point(
                    1,
                    counters.consumed(),
                    counters.storedEverywhere(),
                    counters.deadLetters(),
                    1,
                    millis,
                    millis,
                    Phases.of(progress.phases()),
                    lag,
                    lagSeconds));
        }
        return sum;
    }
}
