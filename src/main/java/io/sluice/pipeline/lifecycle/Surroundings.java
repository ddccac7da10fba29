package io.sluice.pipeline.lifecycle;

import io.sluice.engine.FlowEngine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What every actor works with.
 *
 * @param workers has a thread for whoever asks: starting and stopping block
 * @param clock for what people are shown; it may be set at any time, so nothing is decided by it
 * @param nanoTime for how long something takes
 * @param stopTimeout how long a micro-batch may take to finish when its pipeline stops
 * @param onFailure runs whenever a pipeline has failed and will be tried again, perhaps because a service is away; must
 *     not block
 * @param listener hears of every change of every pipeline's state
 */
public record Surroundings(
        FlowEngine engine,
        StateStore store,
        Executor workers,
        Alarms alarms,
        Clock clock,
        LongSupplier nanoTime,
        Backoff backoff,
        Duration stopTimeout,
        Runnable onFailure,
        StateListener listener) {

    /** Runs an action, which must not block, when the clock says this, unless the alarm is cancelled before. */
    Alarms.Alarm at(Instant due, Runnable action) {
        return alarms.after(Duration.between(clock.instant(), due), action);
    }

    /** Remembers states over restarts of the application. Thread-safe; may block. */
    public interface StateStore {

        /** @throws RuntimeException if it cannot be remembered now; the caller tries again later */
        void save(long pipelineId, PipelineState state, Instant since, @Nullable LastError lastError);
    }
}
