package io.sluice.engine;

import io.sluice.stream.flow.Counters;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * One micro-batch, as Spark reports it; of one that was carried past Spark, what there is to report.
 *
 * @param rows records that it read
 * @param durationMs milliseconds by phase of the micro-batch ({@code addBatch}, {@code walCommit}, …, and {@code
 *     triggerExecution} for the whole)
 * @param lag offsets left to read after it, over all partitions
 * @param counters what became of its records, those of a replayed micro-batch counted the first time only
 */
public record BatchProgress(
        long batchId,
        Instant timestamp,
        long rows,
        double inputRowsPerSecond,
        double processedRowsPerSecond,
        Map<String, Long> durationMs,
        long lag,
        Counters counters) {

    private static final String WHOLE = "triggerExecution";

    public BatchProgress {
        inputRowsPerSecond = finite(inputRowsPerSecond);
        processedRowsPerSecond = finite(processedRowsPerSecond);
        durationMs = Map.copyOf(durationMs);
    }

    /** How long it took as a whole. */
    public Duration took() {
        return Duration.ofMillis(durationMs.getOrDefault(WHOLE, 0L));
    }

    public Instant committedAt() {
        return timestamp.plus(took());
    }

    /** The milliseconds of each phase, without the whole. */
    public Map<String, Long> phases() {
        Map<String, Long> phases = new HashMap<>(durationMs);
        phases.remove(WHOLE);
        return phases;
    }

    /** Spark says NaN or infinity of a micro-batch that took no measurable time; JSON has neither. */
    private static double finite(double rate) {
        return Double.isFinite(rate) ? rate : 0;
    }
}
