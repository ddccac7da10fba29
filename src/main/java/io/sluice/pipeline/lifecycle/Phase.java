package io.sluice.pipeline.lifecycle;

import io.sluice.engine.RunningFlow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a pipeline is in: it has at most one flow. Immutable; docs/house.md draws which phase follows which. */
sealed interface Phase {

    /** What {@link PipelineActor} has to do. */
    enum Step {
        START,
        STOP,
        NONE
    }

    /** What has to be done to get from this to what is wished. */
    default Step next(Wish wish) {
        if (this instanceof Idle) {
            return wish.isToRun() ? Step.START : Step.NONE;
        }
        boolean isToStop =
                this instanceof Running && !wish.isToRun() || this instanceof Stopping stopping && !stopping.told();
        return isToStop ? Step.STOP : Step.NONE;
    }

    /** What people are shown. */
    default PipelineState shown(Wish wish) {
        if (this instanceof Idle idle) {
            return wish.isToRun() || wish.isExpected() ? PipelineState.STARTING : idle.rest();
        }
        if (this instanceof Waiting) {
            return wish.isToRun() ? PipelineState.RETRYING : PipelineState.STOPPED;
        }
        if (this instanceof Stopping || isReplaced() || !wish.isToRun()) {
            return PipelineState.STOPPING;
        }
        return this instanceof Starting ? PipelineState.STARTING : PipelineState.RUNNING;
    }

    /** The same with a new start to follow; what is quiet, or ends already, is left as it is. */
    default Phase restarted() {
        if (this instanceof Running running) {
            return new Stopping(running.flow(), false);
        }
        return this instanceof Starting ? new Starting(true) : this;
    }

    /** The same without a start to follow; what runs is told to end by a step. */
    default Phase stopped() {
        if (this instanceof Starting) {
            return new Starting(false);
        }
        return this instanceof Waiting || equals(Idle.FAILED) ? Idle.STOPPED : this;
    }

    default @Nullable RunningFlow flow() {
        return null;
    }

    /** When it is started again after a failure; null unless it waits for that. */
    default @Nullable Instant until() {
        return null;
    }

    /** Whether a flow is being started that is to be replaced as soon as it is up. */
    default boolean isReplaced() {
        return this instanceof Starting starting && starting.replaced();
    }

    /** How long the flow has run and not been told to end; zero if there is none. */
    default Duration ranFor(long nanoTime) {
        return this instanceof Running running ? Duration.ofNanos(nanoTime - running.since()) : Duration.ZERO;
    }

    /** Nothing runs and nothing is being started. */
    sealed interface Quiet extends Phase {}

    /** @param rest what people are shown unless it is to run */
    record Idle(PipelineState rest) implements Quiet {
        static final Idle CREATED = new Idle(PipelineState.CREATED);
        static final Idle STOPPED = new Idle(PipelineState.STOPPED);
        static final Idle FAILED = new Idle(PipelineState.FAILED);
        static final Idle COMPLETED = new Idle(PipelineState.COMPLETED);
    }

    /** It has failed. */
    record Waiting(Instant until) implements Quiet {}

    /** @param replaced whether the flow is to be replaced as soon as it is up */
    record Starting(boolean replaced) implements Phase {}

    /**
     * The flow has not been told to end.
     *
     * @param drains whether it ends by itself when it has read what there is
     * @param since when it was started, by {@link System#nanoTime}
     */
    record Running(RunningFlow flow, boolean drains, long since) implements Phase {}

    /** @param told whether the flow has been told to end, and has not been found running since */
    record Stopping(RunningFlow flow, boolean told) implements Phase {}
}
