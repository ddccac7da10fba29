package io.sluice.engine.run;

import io.sluice.engine.targets.MarkedRun;
import io.sluice.engine.targets.StoreMarks;
import io.sluice.jvm.MemoryExhaustion;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.ledger.LedgerBehindException;
import io.sluice.stream.ledger.LedgerCheck;
import io.sluice.stream.ledger.Positions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds whether the ledger still has what it has said to the flows that run. Tasks look for themselves
 * before they write; a flow to which no record comes has none, and would lack for hours what the ledger has lost.
 */
final class LedgerWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerWatch.class);

    /** How late a flow without records notices that the ledger has gone back. */
    private static final long LOOK_SECONDS = 5;

    /** The time between two marks of a flow's positions in a store. */
    private static final long MARK_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** How long the end of a flow waits for its mark. */
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final Positions ledger;
    private final StoreMarks marks;
    private final RunningFlows running;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "ledger-watch");
        made.setDaemon(true);
        return made;
    });

    private long markedAt = System.nanoTime();

    LedgerWatch(Positions ledger, StoreMarks marks, RunningFlows running) {
        this.ledger = ledger;
        this.marks = marks;
        this.running = running;
    }

    LedgerWatch start() {
        thread.scheduleWithFixedDelay(this::lookSafely, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    private void lookSafely() {
        try {
            look();
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The ledger could not be looked at; trying again", e);
        } catch (Error e) {
            // The scheduler would never look again, and say nothing.
            MemoryExhaustion.endIf(e);
            LOG.error("The ledger could not be looked at; trying again", e);
        }
    }

    /** Ends every flow whose ledger has gone back. */
    void look() throws SQLException {
        // What it has said before what it says: it moves on all the time.
        Map<SparkRunningFlow, LedgerCheck> said = new HashMap<>();
        Map<Long, SparkRunningFlow> flows = running.now();
        flows.values().forEach(flow -> said.put(flow, flow.ledgerCheck()));
        if (said.isEmpty()) {
            return;
        }
        Map<Long, Offsets> says = ledger.positions(flows.keySet());
        Map<Long, SparkRunningFlow> sound = new HashMap<>(flows);
        flows.forEach((id, flow) -> {
            try {
                Objects.requireNonNull(said.get(flow)).require(says.getOrDefault(id, Offsets.NONE));
            } catch (LedgerBehindException e) {
                LOG.warn("{}", e.getMessage());
                sound.remove(id);
                flow.fail(e);
            }
        });
        markIfDue(sound, says);
    }

    /** Marks after the ledger was looked at, and not again for a while if it fails: the store may be away for long. */
    private void markIfDue(Map<Long, SparkRunningFlow> flows, Map<Long, Offsets> says) throws SQLException {
        if (System.nanoTime() - markedAt >= MARK_NANOS) {
            try {
                mark(flows, says);
            } finally {
                markedAt = System.nanoTime();
            }
        }
    }

    /** Ends every flow whose store has gone back; its next start finds what is missing. */
    void mark(Map<Long, SparkRunningFlow> flows, Map<Long, Offsets> says) throws SQLException {
        Map<Long, MarkedRun> runs = new HashMap<>();
        flows.forEach((id, flow) -> flow.marked().ifPresent(run -> runs.put(id, run)));
        for (long id : marks.renew(runs, says)) {
            SparkRunningFlow flow = flows.get(id);
            if (flow != null) {
                flow.fail(new IllegalStateException(marks.storeName()
                        + " was started anew, has another primary, or has gone back to an older state; the pipeline"
                        + " starts again to find what is missing there"));
            }
        }
    }

    /**
     * Marks how far a flow got that carries nothing any more, so that its next start need not ask whether the store has it all.
     * Takes a moment; with a server away, some seconds at most. What cannot be marked, the next start finds out.
     */
    void markEnd(long id, SparkRunningFlow flow) {
        if (flow.marked().isEmpty()) {
            return;
        }
        CompletableFuture<Void> marking = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        LedgerCheck said = flow.ledgerCheck();
                        Offsets says = ledger.positions(id);
                        said.require(says);
                        marks.renew(Map.of(id, flow.marked().get()), Map.of(id, says));
                    } catch (SQLException | RuntimeException e) {
                        LOG.debug("The end of pipeline {} could not be marked", id, e);
                    } finally {
                        marking.complete(null);
                    }
                },
                "mark-" + id);
        thread.setDaemon(true);
        thread.start();
        marking.completeOnTimeout(null, LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
