package io.sluice.pipeline.letters;

import io.sluice.pipeline.lifecycle.LastError;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.ReplayCounts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One replay of dead letters, and how far it is. Thread-safe. */
final class ReplayRun {

    /** What a replay does at the moment. */
    enum State {
        RUNNING,
        DONE,
        FAILED
    }

    private final UUID id = UUID.randomUUID();
    private final Instant startedAt = now();
    private final OptionalLong matched;
    private final List<Position> ignoredEdits;
    private State state = State.RUNNING;
    private ReplayCounts counts = ReplayCounts.NONE;
    private @Nullable Instant endedAt;
    private @Nullable LastError error;

    /**
     * @param matched how many letters there were to replay; empty if they were too many to count
     * @param ignoredEdits the positions of edits that had no letter among them
     */
    ReplayRun(OptionalLong matched, List<Position> ignoredEdits) {
        this.matched = matched;
        this.ignoredEdits = List.copyOf(ignoredEdits);
    }

    UUID id() {
        return id;
    }

    synchronized void add(ReplayCounts committed) {
        counts = counts.plus(committed);
    }

    /** @param failure why it broke off; null if it did not */
    synchronized void end(@Nullable Throwable failure) {
        endedAt = now();
        state = failure == null ? State.DONE : State.FAILED;
        error = failure == null ? null : LastError.of(failure, endedAt);
    }

    synchronized boolean isRunning() {
        return state == State.RUNNING;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    synchronized ReplayView view() {
        // Letters that have come since it was ordered may be tried, too.
        Long left = matched.isEmpty()
                ? null
                : Math.max(matched.getAsLong(), counts.tried()) - counts.stored() - counts.filtered();
        return new ReplayView(
                id,
                state,
                matched.isEmpty() ? null : matched.getAsLong(),
                counts.tried(),
                counts.stored(),
                counts.filtered(),
                counts.rejected(),
                left,
                counts.withoutStore() == 0 ? null : counts.withoutStore(),
                ignoredEdits.isEmpty()
                        ? null
                        : ignoredEdits.stream().map(ReplayOrder.At::of).toList(),
                startedAt,
                endedAt,
                error);
    }
}
