package io.sluice.pipeline.reconciliation;

import io.sluice.engine.ReconciliationReport;
import io.sluice.pipeline.lifecycle.LastError;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One reconciliation of a pipeline, and how far it is. Thread-safe. */
final class Reconciliation {

    /** What it does at the moment. */
    enum State {
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    private final String pipeline;
    private final boolean repair;
    private final Instant startedAt = now();
    private final List<String> notes = new ArrayList<>();
    private State state = State.RUNNING;
    private ReconciliationReport report = ReconciliationReport.NONE;
    private @Nullable Instant endedAt;
    private @Nullable LastError error;
    private volatile boolean cancelled;

    Reconciliation(String pipeline, boolean repair) {
        this.pipeline = pipeline;
        this.repair = repair;
    }

    String pipeline() {
        return pipeline;
    }

    boolean isRepair() {
        return repair;
    }

    synchronized boolean isRunning() {
        return state == State.RUNNING;
    }

    /** Ends it within seconds, if it runs. */
    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    synchronized void progress(ReconciliationReport now) {
        report = now;
    }

    synchronized void note(String note) {
        notes.add(note);
    }

    /** @param failure why it broke off; null if it did not */
    synchronized void end(State how, @Nullable Throwable failure) {
        endedAt = now();
        state = how;
        error = failure == null ? null : LastError.of(failure, endedAt);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    synchronized ReconciliationView view() {
        List<String> all = new ArrayList<>(report.notes());
        all.addAll(notes);
        return new ReconciliationView(
                state,
                repair,
                report.checked(),
                report.of(),
                report.range(),
                report.stores(),
                report.deadLetters(),
                report.counters(),
                report.gone(),
                all,
                startedAt,
                endedAt,
                error);
    }
}
