package io.sluice.pipeline.lifecycle;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowRun;
import io.sluice.engine.RunningFlow;
import io.sluice.pipeline.lifecycle.Phase.Idle;
import io.sluice.pipeline.lifecycle.Phase.Quiet;
import io.sluice.pipeline.lifecycle.Phase.Running;
import io.sluice.pipeline.lifecycle.Phase.Starting;
import io.sluice.pipeline.lifecycle.Phase.Step;
import io.sluice.pipeline.lifecycle.Phase.Stopping;
import io.sluice.pipeline.lifecycle.Phase.Waiting;
import io.sluice.pipeline.lifecycle.Wish.Aim;
import io.sluice.pipeline.lifecycle.Wish.Grip;
import io.sluice.stream.flow.TriggerSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one pipeline: a {@link Wish}, a {@link Phase}, and which step comes next. It acts on nothing
 * itself; {@link PipelineActor} guards it with its lock and takes the steps.
 */
final class PipelineMachine {

    /** A flow that ran this long was well; failures before it do not count any more. */
    static final Duration RAN_WELL = Duration.ofMinutes(1);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Backoff backoff;
    private final Failures failures;

    private FlowRun run;
    private Wish wish;
    private Phase phase;
    private @Nullable RunningFlow lastFlow;
    private List<RunBatch> earlier = List.of();

    private PipelineState state;
    private Instant since;

    PipelineMachine(FlowRun run, Remembered last, Clock clock, LongSupplier nanoTime, Backoff backoff) {
        this.run = run;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.backoff = backoff;
        this.failures = new Failures(last.lastError(), clock, nanoTime);
        this.wish = Wish.of(last);
        this.phase = new Idle(last.atRest());
        this.state = phase.shown(wish);
        this.since = state == last.atRest() ? last.since() : clock.instant();
    }

    Condition condition() {
        return new Condition(
                state,
                wish.desired(),
                since,
                ranWell() ? 0 : failures.inARow(),
                failures.restarts(),
                nextRetryAt(),
                failures.last(),
                phase.flow(),
                lastFlow,
                earlier);
    }

    Phase phase() {
        return phase;
    }

    @Nullable
    Instant nextRetryAt() {
        return phase.until();
    }

    /** Whether nothing runs, and nothing will until it is released. */
    boolean isHeldQuiet() {
        return phase instanceof Quiet && !wish.isFree();
    }

    boolean isAbandoned() {
        return wish.isAbandoned();
    }

    /** Nothing runs, and nothing will unless somebody orders it. */
    boolean isAtRest() {
        return phase instanceof Quiet && wish.aim() == Aim.REST && wish.isFree();
    }

    Step next() {
        return phase.next(wish);
    }

    /** Must be called after every change. */
    void settle() {
        PipelineState now = phase.shown(wish);
        if (now != state) {
            state = now;
            since = clock.instant();
        }
    }

    // Orders

    void start() {
        wish = wish.ordered(DesiredState.RUNNING);
        if (phase instanceof Quiet) {
            failures.forgetAll();
            endWaiting();
        }
    }

    /** Runs it as it ran when the application was last here, unless something was ordered since. */
    void startAgain() {
        if (wish.aim() == Aim.EXPECTED) {
            start();
        }
    }

    /** What it is to be started after is not there yet. */
    void waitsBecause(Throwable why) {
        if (wish.aim() == Aim.EXPECTED) {
            noteError(why);
        }
    }

    void stop() {
        wish = wish.ordered(DesiredState.STOPPED);
        failures.forgetCount();
        phase = phase.stopped();
    }

    void restart() {
        creditGoodRun();
        phase = phase.restarted();
        start();
    }

    void replace(FlowRun other) {
        run = other;
        if (wish.aim() == Aim.RUN || phase.equals(Idle.FAILED) && wish.desired() == DesiredState.RUNNING) {
            restart();
        }
    }

    void hold() {
        wish = wish.gripped(Grip.HELD);
    }

    void release() {
        wish = wish.gripped(Grip.FREE);
    }

    void abandon() {
        wish = wish.gripped(Grip.ABANDONED);
    }

    /**
     * To be called at rest: how its last run ended says nothing any more of how it would go on.
     *
     * @param batches those to remember
     */
    void reposition(boolean anew, List<RunBatch> batches) {
        earlier = batches;
        lastFlow = null;
        wish = wish.ordered(DesiredState.STOPPED);
        failures.forgetAll();
        phase = anew || phase.equals(Idle.CREATED) ? Idle.CREATED : Idle.STOPPED;
    }

    // Steps, and what happened

    /** Takes the step {@link Step#START}. */
    FlowRun beginStart() {
        failures.countStart();
        phase = new Starting(false);
        return run;
    }

    /** @param before the micro-batches of the runs before */
    void started(FlowRun with, RunningFlow flow, List<RunBatch> before) {
        earlier = before;
        lastFlow = flow;
        boolean drains = with.spec().trigger().mode() == TriggerSpec.Mode.AVAILABLE_NOW;
        phase = phase.isReplaced() ? new Stopping(flow, false) : new Running(flow, drains, nanoTime.getAsLong());
    }

    void notStarted(Throwable failure) {
        boolean replaced = phase.isReplaced();
        phase = Idle.STOPPED;
        if (replaced) {
            noteError(failure);
        } else {
            retry(failure);
        }
    }

    /**
     * Takes the step {@link Step#STOP}.
     *
     * @return what is to be told to end; null if nothing runs
     */
    @Nullable
    RunningFlow beginStop() {
        RunningFlow flow = phase.flow();
        creditGoodRun();
        if (flow != null) {
            phase = new Stopping(flow, true);
        }
        return flow;
    }

    /** The flow was told to end, and has not: it has to be told again. */
    void stillRuns(RunningFlow which) {
        if (phase.flow() == which) {
            phase = new Stopping(which, false);
        }
    }

    void ended(RunningFlow which, @Nullable Throwable failure) {
        if (phase.flow() != which) {
            return;
        }
        creditGoodRun();
        Phase before = phase;
        phase = Idle.STOPPED;
        if (before instanceof Stopping) {
            failures.forgetCount();
            noteError(failure);
        } else if (failure == null && before instanceof Running running && running.drains()) {
            failures.forgetCount();
            wish = wish.aimed(Aim.REST);
            phase = Idle.COMPLETED;
        } else {
            retry(failure == null ? new IllegalStateException("The query ended although nothing stopped it") : failure);
        }
    }

    void noteError(@Nullable Throwable failure) {
        failures.note(failure);
    }

    void retryDue(Instant due) {
        if (due.equals(nextRetryAt())) {
            endWaiting();
        }
    }

    /** Tries again now, if it has failed lately and waits; and forgets what has healed, also if it runs already. */
    void retryNow(Duration lately, boolean healed) {
        if (failures.isWithin(lately)) {
            boolean waited = endWaiting();
            if (healed) {
                failures.heal(waited);
            }
        }
    }

    private boolean endWaiting() {
        boolean waits = phase instanceof Waiting;
        if (waits) {
            phase = Idle.STOPPED;
        }
        return waits;
    }

    private void retry(Throwable failure) {
        noteError(failure);
        if (wish.aim() != Aim.RUN) {
            return;
        }
        if (LastError.unwrap(failure) instanceof FlowDefinitionException) {
            failures.forgetCount();
            wish = wish.aimed(Aim.REST);
            phase = Idle.FAILED;
        } else {
            failures.count();
            phase = new Waiting(clock.instant().plus(backoff.delay(failures.inARow())));
        }
    }

    private void creditGoodRun() {
        if (ranWell()) {
            failures.forgetCount();
        }
    }

    private boolean ranWell() {
        return phase.ranFor(nanoTime.getAsLong()).compareTo(RAN_WELL) >= 0;
    }
}
