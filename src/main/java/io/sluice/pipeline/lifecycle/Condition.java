package io.sluice.pipeline.lifecycle;

import io.sluice.engine.BatchProgress;
import io.sluice.engine.RunningFlow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline is, at one moment.
 *
 * @param since when it came into this state
 * @param attempt failures in a row before now, 0 for none
 * @param restarts starts that followed a failure without an order, since this instance took the pipeline over
 * @param nextRetryAt only in {@link PipelineState#RETRYING}
 * @param lastError of this or an earlier run; a start that was ordered clears it
 * @param flow what runs; null if nothing does
 * @param lastFlow what ran last, {@code flow} included; null if nothing ran since the application started, or since the
 *     positions were set by hand
 * @param earlier micro-batches of the runs before {@code lastFlow}, oldest first
 */
public record Condition(
        PipelineState state,
        DesiredState desired,
        Instant since,
        int attempt,
        long restarts,
        @Nullable Instant nextRetryAt,
        @Nullable LastError lastError,
        @Nullable RunningFlow flow,
        @Nullable RunningFlow lastFlow,
        List<RunBatch> earlier) {

    /** Micro-batches that had records, of all runs since the application started, oldest first, a hundred at most. */
    public List<RunBatch> recentBatches() {
        return RunBatch.of(earlier, lastFlow);
    }

    /** The newest of these; null if there are none. */
    public @Nullable RunBatch newestBatch() {
        BatchProgress newest = lastFlow == null ? null : lastFlow.newestBatch();
        if (lastFlow != null && newest != null) {
            return new RunBatch(lastFlow.runId(), newest);
        }
        return earlier.isEmpty() ? null : earlier.get(earlier.size() - 1);
    }
}
