package io.sluice.pipeline;

import io.sluice.engine.BatchProgress;
import io.sluice.engine.FlowRun;
import io.sluice.engine.LiveQueries.LiveQuery;
import io.sluice.engine.PartitionProgress;
import io.sluice.engine.RunningFlow;
import io.sluice.stream.flow.Counters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A flow that runs until a test, or whoever stops it, ends it. */
public final class FakeFlow implements RunningFlow {

    private static final Counters NOTHING = new Counters(0, 0, 0, Map.of());

    public final FlowRun run;
    public final AtomicInteger stops = new AtomicInteger();
    /** What the last stop gave the micro-batch in flight. */
    public volatile Duration patience;

    private final List<BatchProgress> batches = new CopyOnWriteArrayList<>();
    private final UUID queryId;
    private final UUID runId = UUID.randomUUID();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean deaf;
    private volatile boolean idle;

    private final Runnable gone;

    /** @param gone runs before anybody hears of the end */
    FakeFlow(FlowRun run, Consumer<FakeFlow> gone) {
        this.run = run;
        this.gone = () -> gone.accept(this);
        this.queryId = new UUID(0, run.pipelineId());
        commit(6, 10, Double.NaN, 100, 5);
        commit(7, 20, 10, Double.POSITIVE_INFINITY, 6);
    }

    public void fail(Throwable failure) {
        gone.run();
        ended.completeExceptionally(failure);
    }

    public void drain() {
        gone.run();
        ended.complete(null);
    }

    /** Another micro-batch, like the last. */
    public void commit() {
        commit(batchId() + 1, 20, 10, 20, 6);
    }

    private void commit(long id, long rows, double in, double processed, long addBatch) {
        Map<String, Long> phases = Map.of("addBatch", addBatch, "triggerExecution", 8L);
        batches.add(new BatchProgress(id, Instant.now(), rows, in, processed, phases, 2, NOTHING));
    }

    /** It has had no records. */
    public void beIdle() {
        idle = true;
    }

    /** From now on it does not end when it is told to. */
    public void beDeaf(boolean nowDeaf) {
        deaf = nowDeaf;
    }

    LiveQuery live() {
        return new LiveQuery(
                queryId,
                runId,
                run.name(),
                true,
                "Waiting for data to arrive",
                List.of("kafka"),
                "sluice",
                "{\"batchId\": 7}",
                null,
                "== Physical Plan ==");
    }

    @Override
    public UUID queryId() {
        return queryId;
    }

    @Override
    public UUID runId() {
        return runId;
    }

    @Override
    public Long batchId() {
        return batches.get(batches.size() - 1).batchId();
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void stop(Duration deadline) {
        stops.incrementAndGet();
        patience = deadline;
        if (!deaf) {
            drain();
        }
    }

    @Override
    public List<BatchProgress> recentBatches() {
        if (idle) {
            return List.of();
        }
        return List.copyOf(batches);
    }

    @Override
    public BatchProgress newestBatch() {
        return idle ? null : batches.get(batches.size() - 1);
    }

    @Override
    public List<PartitionProgress> partitions() {
        return List.of(new PartitionProgress(run.spec().source().topics().get(0), 0, 8, 10));
    }
}
