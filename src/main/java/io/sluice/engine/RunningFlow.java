package io.sluice.engine;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A flow that was started. Thread-safe. */
public interface RunningFlow {

    /** The id of the query, which is the same in every run of a pipeline. */
    UUID queryId();

    /** The id of this run, which is new with every start. */
    UUID runId();

    /** The last micro-batch that completed, counted from 0 in each run; null before the first. */
    @Nullable
    Long batchId();

    /**
     * Completes once the query has ended: with null after {@link #stop} or when it had drained what was there, and
     * exceptionally when it failed. Dependent actions must not block.
     */
    CompletableFuture<@Nullable Void> ended();

    /** Lets the micro-batch in flight finish, at the longest for the deadline, and ends the query. Blocks; idempotent. */
    void stop(Duration deadline);

    /** Recent micro-batches that had rows, oldest first. */
    List<BatchProgress> recentBatches();

    /** The last of these, without making the others; null if there is none. */
    @Nullable
    BatchProgress newestBatch();

    /** Tells where the query stands in each partition, by the last micro-batch. */
    List<PartitionProgress> partitions();
}
