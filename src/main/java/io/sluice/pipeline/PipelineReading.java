package io.sluice.pipeline;

import io.sluice.pipeline.lifecycle.PipelineState;
import io.sluice.stream.flow.StoreType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the instance that runs a pipeline knows of it without asking a server.
 *
 * @param id another one for each pipeline, also for one that gets the name of another
 * @param attempt failures in a row before now
 * @param restarts starts that followed a failure without an order, since this instance took the pipeline over
 * @param batches recent micro-batches that had records, oldest first
 */
public record PipelineReading(
        long id,
        String name,
        PipelineState state,
        int attempt,
        long restarts,
        List<String> topics,
        List<StoreType> sinks,
        List<Batch> batches) {

    /**
     * A micro-batch that was committed.
     *
     * @param run tells micro-batches of the same number apart: they are counted from 0 in each run
     * @param phases how long each of Spark's phases took
     */
    public record Batch(
            UUID run, long number, Instant committedAt, Duration took, long records, Map<String, Duration> phases) {}
}
