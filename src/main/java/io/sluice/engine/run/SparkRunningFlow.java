package io.sluice.engine.run;

import io.sluice.engine.BatchProgress;
import io.sluice.engine.PartitionProgress;
import io.sluice.engine.RunningFlow;
import io.sluice.engine.targets.MarkedRun;
import io.sluice.jvm.MemoryExhaustion;
import io.sluice.stream.kafka.Arrivals;
import io.sluice.stream.ledger.LedgerCheck;
import io.sluice.stream.store.Stores;
import io.sluice.stream.task.BatchGate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A flow as a streaming query. */
final class SparkRunningFlow implements RunningFlow {

    /** Spark commits a micro-batch to its own log some milliseconds after the sink has. */
    private static final Duration COMMIT_LOG = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(SparkRunningFlow.class);

    private final StreamingQuery query;
    private final BatchHistory history;
    private final Supplier<LedgerCheck> checks;
    private final Optional<MarkedRun> marked;
    private final Consumer<SparkRunningFlow> last;
    private final @Nullable BatchGate gate;
    private final @Nullable Arrivals arrivals;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private volatile @Nullable Throwable failure;

    /**
     * @param checks what the ledger has said to the run, up to the moment of the call
     * @param marked what was known of the store that keeps marks when the run began, if it writes there
     * @param last done once, when nothing is carried any more; an end in order is told after it
     * @param gate null in continuous mode, which has no micro-batch to wait for
     * @param arrivals null if the query does not wait for records
     */
    SparkRunningFlow(
            StreamingQuery query,
            BatchHistory history,
            Supplier<LedgerCheck> checks,
            Optional<MarkedRun> marked,
            Consumer<SparkRunningFlow> last,
            @Nullable BatchGate gate,
            @Nullable Arrivals arrivals) {
        this.query = query;
        this.history = history;
        this.checks = checks;
        this.marked = marked;
        this.last = last;
        this.gate = gate;
        this.arrivals = arrivals;
        if (gate != null) {
            gate.heldUntil(() -> !query.isActive());
        }
    }

    /**
     * Watches over the query from now on, on a thread of its own; to be called once, else nobody hears of its end.
     *
     * @param stores know the failures of the way to them
     */
    SparkRunningFlow watched(Stores stores) {
        startDaemon(() -> watch(stores), "flow-" + query.name());
        return this;
    }

    private static void startDaemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void watch(Stores stores) {
        Throwable thrown = awaitTermination(stores);
        if (thrown == null && failure == null) {
            try {
                last.accept(this);
            } finally {
                end(null);
            }
        } else {
            end(thrown);
            if (failure == null) {
                last.accept(this);
            }
        }
    }

    /** @param thrown what the query has ended by; an order to fail tells more */
    private void end(@Nullable Throwable thrown) {
        Throwable why = failure == null ? thrown : failure;
        if (why == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(why);
        }
    }

    /** Waits for the end; null if it was in order. Whatever it throws, the flow has ended by it: Scala declares nothing. */
    private @Nullable Throwable awaitTermination(Stores stores) {
        try {
            query.awaitTermination();
            return null;
        } catch (StreamingQueryException e) {
            MemoryExhaustion.endIf(e);
            LOG.debug("The query of {} failed", query.name(), e);
            return FlowFailure.reason(e, stores);
        } catch (Throwable e) {
            MemoryExhaustion.endIf(e);
            LOG.warn("The query of {} cannot be watched over any more; it is stopped", query.name(), e);
            stopLost();
            return e;
        }
    }

    /** Ends the query, which must not go on, by this failure. Does not wait for it. */
    void fail(Throwable why) {
        failure = why;
        startDaemon(this::stopLost, "flow-" + query.name() + "-stop");
    }

    private void stopLost() {
        try {
            query.stop();
        } catch (Exception e) {
            // It ends with its Spark, or by the next order.
            LOG.debug("The query of {} does not stop", query.name(), e);
        }
    }

    StreamingQuery query() {
        return query;
    }

    /** What the ledger has said to the run up to now; to be held against what is read from it later. */
    LedgerCheck ledgerCheck() {
        return checks.get();
    }

    /** What was known of the store that keeps marks when the run began, if it writes there. */
    Optional<MarkedRun> marked() {
        return marked;
    }

    /** Whether it has nothing to do until the next record comes. */
    boolean isWaiting() {
        return arrivals != null && arrivals.isWaiting();
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
        stop(deadline, COMMIT_LOG);
    }

    /** @param commitLog how long Spark may take at most to note in its own log what the sink has committed */
    void stop(Duration deadline, Duration commitLog) {
        try {
            if (gate != null && query.isActive() && gate.shut(deadline)) {
                awaitCommitLog(gate, commitLog);
            }
            query.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while stopping " + query.name(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("The query of " + query.name() + " did not end in time", e);
        }
    }

    /** Waits until the query waits at the gate or for new records, so that the last micro-batch need not run again. */
    private void awaitCommitLog(BatchGate gate, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (query.isActive() && query.status().isTriggerActive() && !isWaiting() && System.nanoTime() < end) {
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
    public @Nullable BatchProgress newestBatch() {
        return history.newest();
    }

    @Override
    public List<PartitionProgress> partitions() {
        return history.partitions();
    }
}
