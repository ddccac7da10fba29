package io.sluice.pipeline.lifecycle;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowRun;
import io.sluice.engine.RunningFlow;
import io.sluice.stream.flow.TriggerSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one pipeline: what is wanted, what is, and which step comes next. It acts on nothing itself;
 * {@link PipelineActor} guards it with its lock and takes the steps.
 */
final class PipelineMachine {

    /** A flow that ran this long was well; failures before it do not count any more. */
    static final Duration RAN_WELL = Duration.ofMinutes(1);

    /** What has to be done to get from what is to what is wanted. */
    enum Step {
        START,
        STOP,
        NONE
    }

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Backoff backoff;

    private FlowRun run;
    private DesiredState desired;
    private boolean wanted;
    private boolean held;
    private boolean abandoned;
    /** It ran when the application was last here, and is to run again; nobody has ordered anything since. */
    private boolean expected;

    /** What runs is to be replaced by a new start. */
    private boolean restart;

    private boolean starting;
    /** Somebody has told {@link #flow} to end. */
    private boolean stopping;

    private @Nullable RunningFlow flow;
    private @Nullable RunningFlow lastFlow;
    private List<RunBatch> earlier = List.of();
    private boolean drains;
    private long startedAt;
    private int failures;
    /** What it failed by has gone; the start to come follows a failure none the less. */
    private boolean healed;

    private long restarts;
    private @Nullable Instant nextRetryAt;
    private @Nullable LastError lastError;
    /** When {@link #lastError} was met with, unless it is remembered from an earlier life. */
    private @Nullable Long failedAt;
    /** The state while nothing runs and nothing is to run. */
    private PipelineState rest;

    private PipelineState state;
    private Instant since;

    PipelineMachine(FlowRun run, Remembered last, Clock clock, LongSupplier nanoTime, Backoff backoff) {
        this.run = run;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.backoff = backoff;
        this.desired = last.desired();
        this.rest = last.atRest();
        this.lastError = last.lastError();
        this.expected = last.isToRun();
        this.state = derive();
        this.since = state == rest ? last.since() : clock.instant();
    }

    Condition condition() {
        return new Condition(
                state, desired, since, failuresNow(), restarts, nextRetryAt, lastError, flow, lastFlow, earlier);
    }

    long pipelineId() {
        return run.pipelineId();
    }

    @Nullable
    Instant nextRetryAt() {
        return nextRetryAt;
    }

    boolean isQuiet() {
        return flow == null && !starting;
    }

    boolean isHeld() {
        return held || abandoned;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** Nothing runs, and nothing will unless somebody orders it. */
    boolean isAtRest() {
        return isQuiet() && !wanted && !expected && !isHeld();
    }

    Step next() {
        if (flow != null && !stopping && (restart || !mayRun())) {
            return Step.STOP;
        }
        return isQuiet() && mayRun() && nextRetryAt == null ? Step.START : Step.NONE;
    }

    /** To be called after every change. */
    void settle() {
        PipelineState now = derive();
        if (now != state) {
            state = now;
            since = clock.instant();
        }
    }

    private PipelineState derive() {
        if (!isQuiet()) {
            if (!mayRun() || restart || stopping) {
                return PipelineState.STOPPING;
            }
            return starting ? PipelineState.STARTING : PipelineState.RUNNING;
        }
        if (!mayRun()) {
            return expected && !isHeld() ? PipelineState.STARTING : rest;
        }
        return nextRetryAt == null ? PipelineState.STARTING : PipelineState.RETRYING;
    }

    private boolean mayRun() {
        return wanted && !isHeld();
    }

    // Orders

    void start() {
        desired = DesiredState.RUNNING;
        want();
    }

    /** Runs it as it ran when the application was last here, unless something was ordered since. */
    void startAgain() {
        if (expected) {
            want();
        }
    }

    /** What it is to be started after is not there yet. */
    void waitsBecause(Throwable why) {
        if (expected) {
            noteError(why);
        }
    }

    void stop() {
        desired = DesiredState.STOPPED;
        wanted = false;
        expected = false;
        restart = false;
        forgetFailures();
        if (rest != PipelineState.CREATED && rest != PipelineState.COMPLETED) {
            rest = PipelineState.STOPPED;
        }
    }

    void restart() {
        desired = DesiredState.RUNNING;
        restart = !isQuiet();
        want();
    }

    void replace(FlowRun other) {
        run = other;
        if (wanted || (rest == PipelineState.FAILED && desired == DesiredState.RUNNING)) {
            restart = !isQuiet();
            want();
        }
    }

    void hold(boolean hold) {
        held = hold;
    }

    void abandon() {
        abandoned = true;
    }

    /**
     * To be called at rest: how its last run ended says nothing any more of how it would go on.
     *
     * @param batches those to remember
     */
    void reposition(boolean anew, List<RunBatch> batches) {
        earlier = batches;
        desired = DesiredState.STOPPED;
        expected = false;
        forgetFailures();
        lastError = null;
        lastFlow = null;
        if (anew) {
            rest = PipelineState.CREATED;
        } else if (rest != PipelineState.CREATED) {
            rest = PipelineState.STOPPED;
        }
    }

    private void want() {
        wanted = true;
        expected = false;
        if (isQuiet()) {
            forgetFailures();
            lastError = null;
        }
    }

    private void forgetFailures() {
        failures = 0;
        healed = false;
        nextRetryAt = null;
    }

    // What happened

    FlowRun starting() {
        // Whoever orders a start makes failures forgotten.
        if (failures > 0 || healed) {
            restarts++;
        }
        healed = false;
        starting = true;
        restart = false;
        rest = PipelineState.STOPPED;
        return run;
    }

    /** @param before the micro-batches of the runs before */
    void started(FlowRun with, RunningFlow started, List<RunBatch> before) {
        earlier = before;
        starting = false;
        flow = started;
        lastFlow = started;
        drains = with.spec().trigger().mode() == TriggerSpec.Mode.AVAILABLE_NOW;
        startedAt = nanoTime.getAsLong();
    }

    void notStarted(Throwable failure) {
        starting = false;
        failed(failure);
    }

    @Nullable
    RunningFlow stopping() {
        stopping = flow != null;
        return flow;
    }

    /** The flow was told to end, and has not; it has to be told again, and nothing may keep it. */
    void stillRuns(RunningFlow which) {
        if (flow == which) {
            stopping = false;
            restart = mayRun();
        }
    }

    void ended(RunningFlow which, @Nullable Throwable failure) {
        if (flow != which) {
            return;
        }
        boolean asked = stopping;
        failures = asked ? 0 : failuresNow();
        flow = null;
        stopping = false;
        if (asked) {
            noteError(failure);
        } else if (failure == null && drains) {
            failures = 0;
            wanted = wanted && restart;
            rest = PipelineState.COMPLETED;
        } else {
            failed(
                    failure == null
                            ? new IllegalStateException("The query ended, although nobody stopped it")
                            : failure);
        }
        restart = false;
    }

    void noteError(@Nullable Throwable failure) {
        if (failure != null) {
            lastError = LastError.of(failure, clock.instant());
            failedAt = nanoTime.getAsLong();
        }
    }

    void retryDue(Instant due) {
        if (due.equals(nextRetryAt)) {
            nextRetryAt = null;
        }
    }

    /** If it has failed lately: tries again now, if it waits; and forgets what has healed, also if it runs already. */
    void retryNow(Duration lately, boolean hasHealed) {
        if (lastError == null || failedAt == null || nanoTime.getAsLong() - failedAt > lately.toNanos()) {
            return;
        }
        boolean waits = nextRetryAt != null;
        nextRetryAt = null;
        if (hasHealed) {
            failures = 0;
            healed |= waits;
        }
    }

    private void failed(Throwable failure) {
        noteError(failure);
        if (restart || !wanted) {
            return;
        }
        if (LastError.unwrap(failure) instanceof FlowDefinitionException) {
            forgetFailures();
            wanted = false;
            rest = PipelineState.FAILED;
            return;
        }
        failures++;
        nextRetryAt = clock.instant().plus(backoff.delay(failures));
    }

    private int failuresNow() {
        boolean ranWell = flow != null && nanoTime.getAsLong() - startedAt >= RAN_WELL.toNanos();
        return ranWell ? 0 : failures;
    }
}
