package io.sluice.engine;

import io.sluice.jvm.MemoryExhaustion;
import io.sluice.sink.BatchGate;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.jspecify.annotations.Nullable;

/** A flow as a streaming query. */
final class SparkRunningFlow implements RunningFlow {

    /** Spark commits a micro-batch to its own log some milliseconds after the sink has. */
    private static final long COMMIT_LOG_MILLIS = 2000;

    private final StreamingQuery query;
    private final BatchHistory history;
    private final @Nullable BatchGate gate;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    /** @param gate null in continuous mode, which has no micro-batch to wait for */
    SparkRunningFlow(StreamingQuery query, BatchHistory history, @Nullable BatchGate gate) {
        this.query = query;
        this.history = history;
        this.gate = gate;
        if (gate != null) {
            gate.heldUntil(() -> !query.isActive());
        }
        Thread watcher = new Thread(this::watch, "flow-" + query.name());
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watch() {
        try {
            query.awaitTermination();
            Throwable failure = history.failure();
            if (failure == null) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(failure);
            }
        } catch (StreamingQueryException e) {
            MemoryExhaustion.endIf(e);
            ended.completeExceptionally(FlowFailure.reason(e));
        }
    }

    StreamingQuery query() {
        return query;
    }

    @Override
    public UUID queryId() {
        return query.id();
    }

    @Override
    public UUID runId() {
        return query.runId();
    }

    @Override
    public @Nullable Long batchId() {
        return history.lastId();
    }

    @Override
    public CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    @Override
    public void stop(Duration deadline) {
        try {
            if (gate != null && query.isActive() && gate.shut(deadline)) {
                awaitCommitLog(gate);
            }
            query.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while stopping " + query.name(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("The query of " + query.name() + " did not end in time", e);
        }
    }

    /** Until the query waits at the gate or for new records, so that the last micro-batch need not run again. */
    private void awaitCommitLog(BatchGate gate) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMillis(COMMIT_LOG_MILLIS).toNanos();
        while (query.isActive() && query.status().isTriggerActive() && System.nanoTime() < end) {
            if (gate.awaitHeld(5)) {
                return;
            }
        }
    }

    @Override
    public List<BatchProgress> recentBatches() {
        return history.recent();
    }

    @Override
    public List<PartitionProgress> partitions() {
        return history.partitions();
    }
}
