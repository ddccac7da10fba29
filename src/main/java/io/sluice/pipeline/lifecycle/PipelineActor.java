package io.sluice.pipeline.lifecycle;

import io.sluice.engine.FlowRun;
import io.sluice.engine.RunningFlow;
import io.sluice.jvm.MemoryExhaustion;
import io.sluice.pipeline.lifecycle.Phase.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one pipeline into the state that was ordered last, and keeps it there. Orders change what is wanted and return
 * at once; one worker at a time compares that with what is and takes the next step. So however orders cross each other,
 * a flow is started only after the one before it has ended. Thread-safe.
 */
public final class PipelineActor {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineActor.class);

    /** How long to wait before what did not succeed (ending a query, saving a state) is tried again. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    private final Surroundings with;
    private final long id;
    private final String name;
    private final Object lock = new Object();

    // All guarded by lock, which is never held while the engine or the store are called.
    private final PipelineMachine machine;
    private final StateSaving saving;
    private final List<CompletableFuture<@Nullable Void>> waiting = new ArrayList<>();
    private final Alarms.Movable retry;
    private boolean working;

    /**
     * @param last how the pipeline was when it was last seen; if it is to run, it shows as starting, but nothing starts
     *     until that is ordered
     */
    PipelineActor(FlowRun run, Remembered last, Surroundings with) {
        this.with = with;
        this.id = run.pipelineId();
        this.name = run.name();
        this.machine = new PipelineMachine(run, last, with.clock(), with.nanoTime(), with.backoff());
        this.saving = new StateSaving(id, machine.condition(), with);
        this.retry = new Alarms.Movable(with);
    }

    public Condition condition() {
        synchronized (lock) {
            return machine.condition();
        }
    }

    /** Runs it, at once if it was waiting for a retry. Has no effect while it runs. */
    public void start() {
        change(PipelineMachine::start);
    }

    /** Runs it if it was to run when it was last seen, and nothing has been ordered since. */
    public void startAgain() {
        change(PipelineMachine::startAgain);
    }

    /** Shows why it has not been started again yet. */
    public void waitsBecause(Throwable why) {
        change(m -> m.waitsBecause(why));
    }

    /** Ends it after the micro-batch in flight. Has no effect while nothing runs. */
    public void stop() {
        change(PipelineMachine::stop);
    }

    /**
     * Tries again now, if it waits for a retry and has failed lately: there is news of a service that may have been why.
     *
     * @param lately how long ago it has failed at most
     * @param healed whether the service is back, so that what failed before does not count any more
     */
    public void retryNow(Duration lately, boolean healed) {
        change(m -> m.retryNow(lately, healed));
    }

    /** Ends what runs, then runs it again; or just runs it. */
    public void restart() {
        change(PipelineMachine::restart);
    }

    /** Takes another definition; what runs is restarted under it, and what failed is tried again. */
    public void replace(FlowRun other) {
        change(m -> m.replace(other));
    }

    /**
     * Lets nothing run until {@link #release}, whatever is ordered meanwhile.
     *
     * @return completes as soon as nothing runs
     */
    public CompletableFuture<@Nullable Void> hold() {
        return quietAfter(PipelineMachine::hold);
    }

    /**
     * Lets nothing run until {@link #release}, as long as nothing runs now and nothing is to run.
     *
     * @return whether it was so; else nothing has changed
     */
    public boolean holdAtRest() {
        return Boolean.TRUE.equals(ask(m -> {
            boolean atRest = m.isAtRest();
            if (atRest) {
                m.hold();
            }
            return atRest;
        }));
    }

    /**
     * Its positions were set by hand while it was held at rest: it is stopped without an error, whatever it was before.
     *
     * @param anew whether it has none any more, as if it had never been started
     */
    public void reposition(boolean anew) {
        List<RunBatch> batches = anew ? List.of() : condition().recentBatches();
        change(m -> m.reposition(anew, batches));
    }

    /** Ends {@link #hold}: what is wanted runs again. */
    public void release() {
        change(PipelineMachine::release);
    }

    /**
     * Ends what runs without waiting for its micro-batch, for good: whatever is ordered from now on, nothing runs, and
     * nothing is remembered.
     *
     * @return completes as soon as nothing runs
     */
    CompletableFuture<@Nullable Void> abandon() {
        return quietAfter(PipelineMachine::abandon);
    }

    private CompletableFuture<@Nullable Void> quietAfter(Consumer<PipelineMachine> order) {
        CompletableFuture<@Nullable Void> quiet = new CompletableFuture<>();
        change(m -> {
            order.accept(m);
            waiting.add(quiet);
        });
        return quiet;
    }

    private void change(Consumer<PipelineMachine> what) {
        ask(machine -> {
            what.accept(machine);
            return null;
        });
    }

    /** Changes the machine, then tells what has to know: what waits for quiet, the alarm, the worker. */
    private <T> @Nullable T ask(Function<PipelineMachine, @Nullable T> what) {
        T answer;
        Condition before;
        Condition now;
        List<CompletableFuture<@Nullable Void>> quiet = List.of();
        boolean wake;
        boolean save;
        synchronized (lock) {
            before = machine.condition();
            answer = what.apply(machine);
            machine.settle();
            now = machine.condition();
            if (before.state() != now.state()) {
                with.listener().changed(id, now);
            }
            if (machine.isHeldQuiet()) {
                quiet = List.copyOf(waiting);
                waiting.clear();
            }
            retry.move(machine.nextRetryAt(), due -> change(m -> m.retryDue(due)));
            wake = !working && machine.next() != Step.NONE;
            working |= wake;
            save = beginsToSave();
        }
        Journal.tell(name, before, now);
        quiet.forEach(waiter -> waiter.complete(null));
        if (wake) {
            with.workers().execute(this::work);
        }
        if (save) {
            with.workers().execute(this::save);
        }
        if (before.state() != now.state() && now.state() == PipelineState.RETRYING) {
            with.onFailure().run();
        }
        return answer;
    }

    /** Whether to save now; the worker does not, which must not wait for a store that is away. */
    private boolean beginsToSave() {
        return !working && !machine.isAbandoned() && saving.begins(machine.condition());
    }

    private void work() {
        try (var about = Journal.about(name)) {
            while (takesStep()) {}
        }
    }

    /** Returns false when there was none to take. */
    private boolean takesStep() {
        Step step;
        boolean save;
        synchronized (lock) {
            step = machine.next();
            working = step != Step.NONE;
            save = beginsToSave();
        }
        switch (step) {
            case START -> begin();
            case STOP -> end();
            case NONE -> {
                if (save) {
                    save();
                }
            }
        }
        return step != Step.NONE;
    }

    private void begin() {
        FlowRun run = ask(m -> m.next() == Step.START ? m.beginStart() : null);
        if (run == null) {
            return;
        }
        try {
            RunningFlow flow = with.engine().start(run);
            List<RunBatch> before = condition().recentBatches();
            change(m -> m.started(run, flow, before));
            flow.ended().whenComplete((nothing, failure) -> change(m -> m.ended(flow, failure)));
        } catch (Throwable e) {
            MemoryExhaustion.endIf(e);
            LOG.debug("Pipeline {} could not be started", name, e);
            // Errors too: a missing class in one pipeline must not leave it "starting" for ever.
            change(m -> m.notStarted(e));
        }
    }

    private void end() {
        RunningFlow flow = ask(m -> m.next() == Step.STOP ? m.beginStop() : null);
        if (flow == null) {
            return;
        }
        try {
            flow.stop(patience());
        } catch (Throwable e) {
            MemoryExhaustion.endIf(e);
            change(m -> m.noteError(e));
        }
        // Its end is heard through ended(); until then nothing else starts. If it does not come, ask again.
        if (!flow.ended().isDone()) {
            with.alarms().after(PAUSE, () -> change(m -> m.stillRuns(flow)));
        }
    }

    private Duration patience() {
        synchronized (lock) {
            return machine.isAbandoned() ? Duration.ZERO : with.stopTimeout();
        }
    }

    private void save() {
        Condition now;
        synchronized (lock) {
            if (machine.isAbandoned()) {
                return;
            }
            now = machine.condition();
        }
        // It may have become another meanwhile.
        Runnable lookAgain = () -> change(m -> {});
        saving.save(now, lookAgain);
        lookAgain.run();
    }
}
