package io.sluice.engine;

import io.sluice.jvm.MemoryExhaustion;
import io.sluice.sink.BatchGate;
import io.sluice.sink.FlowSink;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.jspecify.annotations.Nullable;

/** A flow as a streaming query. */
final class SparkRunningFlow implements RunningFlow {

    /** Spark commits a micro-batch to its own log some milliseconds after the sink has. */
    private static final long COMMIT_LOG_MILLIS = 2000;

    private final StreamingQuery query;
    private final BatchGate gate;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    SparkRunningFlow(StreamingQuery query, BatchGate gate) {
        this.query = query;
        this.gate = gate;
        gate.heldUntil(() -> !query.isActive());
        Thread watcher = new Thread(this::watch, "flow-" + query.name());
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watch() {
        try {
            query.awaitTermination();
            ended.complete(null);
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
        StreamingQueryProgress last = query.lastProgress();
        return last == null ? null : last.batchId();
    }

    @Override
    public CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    @Override
    public void stop(Duration deadline) {
        try {
            if (query.isActive() && gate.shut(deadline)) {
                awaitCommitLog();
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
    private void awaitCommitLog() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMillis(COMMIT_LOG_MILLIS).toNanos();
        while (query.isActive() && query.status().isTriggerActive() && System.nanoTime() < end) {
            if (gate.awaitHeld(5)) {
                return;
            }
        }
    }

    @Override
    public List<BatchProgress> recentBatches() {
        return Arrays.stream(query.recentProgress())
                .filter(progress -> progress.numInputRows() > 0)
                .map(SparkRunningFlow::batch)
                .toList();
    }

    private static BatchProgress batch(StreamingQueryProgress progress) {
        Map<String, String> metrics = Map.copyOf(progress.sink().metrics());
        return new BatchProgress(
                progress.batchId(),
                Instant.parse(progress.timestamp()),
                progress.numInputRows(),
                finite(progress.inputRowsPerSecond()),
                finite(progress.processedRowsPerSecond()),
                progress.durationMs(),
                partitions(progress).stream().mapToLong(PartitionProgress::lag).sum(),
                FlowSink.countersOf(metrics));
    }

    /** Spark says NaN or infinity of a micro-batch that took no measurable time; JSON has neither. */
    private static double finite(double rate) {
        return Double.isFinite(rate) ? rate : 0;
    }

    @Override
    public List<PartitionProgress> partitions() {
        StreamingQueryProgress last = query.lastProgress();
        return last == null ? List.of() : partitions(last);
    }

    private static List<PartitionProgress> partitions(StreamingQueryProgress progress) {
        if (progress.sources().length == 0) {
            return List.of();
        }
        SourceProgress source = progress.sources()[0];
        return PartitionProgress.of(OffsetJson.parse(source.endOffset()), OffsetJson.parse(source.latestOffset()));
    }
}
