package io.sluice.pipeline.lifecycle;

import io.sluice.engine.BatchProgress;
import io.sluice.engine.RunningFlow;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A micro-batch, and the run that it was of: each run counts its own from 0. */
public record RunBatch(UUID runId, BatchProgress progress) {

    private static final int MOST = 100;

    /** The newest of earlier runs and of the next, oldest first. */
    static List<RunBatch> of(List<RunBatch> earlier, @Nullable RunningFlow next) {
        if (next == null) {
            return earlier;
        }
        List<RunBatch> all = Stream.concat(
                        earlier.stream(), next.recentBatches().stream().map(batch -> new RunBatch(next.runId(), batch)))
                .toList();
        return all.subList(Math.max(0, all.size() - MOST), all.size());
    }
}
