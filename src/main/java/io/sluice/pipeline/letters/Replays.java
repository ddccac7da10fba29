package io.sluice.pipeline.letters;

import io.sluice.engine.FlowEngine;
import io.sluice.engine.LedgerView;
import io.sluice.pipeline.catalogue.Database;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.history.Marks;
import io.sluice.pipeline.lifecycle.Threads;
import io.sluice.stream.flow.Position;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Replays dead letters in the background, one order at a time for each pipeline. Thread-safe. */
@Component
public class Replays {

    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);

    private final FlowEngine engine;
    private final PipelineRegistry registry;
    private final LedgerView ledger;
    private final Threads threads;
    private final Marks marks;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
    private final Map<Long, ReplayHistory> histories = new ConcurrentHashMap<>();

    Replays(FlowEngine engine, LedgerView ledger, PipelineRegistry registry, Threads threads, Marks marks) {
        this.engine = engine;
        this.ledger = ledger;
        this.registry = registry;
        this.threads = threads;
        this.marks = marks;
    }

    ReplayHistory of(Pipeline pipeline) {
        return histories.getOrDefault(pipeline.id(), new ReplayHistory());
    }

    /**
     * Orders a replay. Returns as soon as the letters are counted, after some seconds at most.
     *
     * @param only the positions to replay; null means all
     * @throws ProblemException WRONG_STATE while another replay of the pipeline, the deletion of its letters or a change
     *     of its offsets is under way; PLATFORM_UNAVAILABLE if the ledger cannot be reached
     */
    ReplayRun order(Pipeline pipeline, @Nullable Set<Position> only) {
        begin(pipeline);
        ReplayRun run;
        try {
            run = new ReplayRun(Database.reach(() -> ledger.deadLetters(pipeline.name(), only)));
        } catch (RuntimeException e) {
            underWay.remove(pipeline.id());
            throw e;
        }
        remember(pipeline, run);
        marks.add(pipeline.id(), Marks.Kind.REPLAY, "Its dead letters are replayed.");
        threads.workers().execute(() -> run(pipeline, only, run));
        return run;
    }

    /**
     * Does something while no replay of the pipeline runs or can begin.
     *
     * @throws ProblemException WRONG_STATE while a replay is under way
     */
    public <T> T without(Pipeline pipeline, Supplier<T> work) {
        begin(pipeline);
        try {
            return work.get();
        } finally {
            underWay.remove(pipeline.id());
        }
    }

    void without(Pipeline pipeline, Runnable work) {
        begin(pipeline);
        try {
            work.run();
        } finally {
            underWay.remove(pipeline.id());
        }
    }

    private void remember(Pipeline pipeline, ReplayRun run) {
        histories
                .keySet()
                .retainAll(registry.ifOpen().stream().map(Pipeline::id).collect(Collectors.toSet()));
        histories.computeIfAbsent(pipeline.id(), id -> new ReplayHistory()).add(run);
    }

    private void begin(Pipeline pipeline) {
        if (!underWay.add(pipeline.id())) {
            throw new ProblemException(
                    ProblemType.WRONG_STATE,
                    of(pipeline)
                            .running()
                            .map(run ->
                                    "Replay " + run.id() + " of pipeline '" + pipeline.name() + "' is under way; GET "
                                            + ReplayController.address(pipeline.name(), run)
                                            + " says how far it is. Repeat the order when it has ended.")
                            .orElse("The dead letters of pipeline '" + pipeline.name()
                                    + "' are being replayed or deleted, or its offsets changed; repeat the order when that has"
                                    + " ended."));
        }
    }

    private void tell(Pipeline pipeline, Throwable failure) {
        if (registry.ifOpen().contains(pipeline)) {
            LOG.warn(
                    "The replay of the dead letters of pipeline {} broke off; those not replayed are still there",
                    pipeline.name(),
                    failure);
        } else {
            LOG.info(
                    "The replay of the dead letters of pipeline {} broke off, because this instance no longer has the"
                            + " pipeline",
                    pipeline.name());
            LOG.debug("In detail", failure);
        }
    }

    private void run(Pipeline pipeline, @Nullable Set<Position> only, ReplayRun run) {
        Throwable failure = null;
        try {
            engine.replay(pipeline.run(), only, run::add);
        } catch (Throwable e) {
            // Errors are caught, too: a replay must not be RUNNING for ever.
            failure = e;
            tell(pipeline, e);
        } finally {
            underWay.remove(pipeline.id());
            run.end(failure);
        }
    }
}
