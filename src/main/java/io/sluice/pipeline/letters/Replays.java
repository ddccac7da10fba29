package io.sluice.pipeline.letters;

import io.sluice.engine.FlowEngine;
import io.sluice.engine.LedgerView;
import io.sluice.jvm.MemoryExhaustion;
import io.sluice.pipeline.catalogue.Database;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.catalogue.PipelineStore;
import io.sluice.pipeline.history.Marks;
import io.sluice.pipeline.letters.ReplayOrder.Checked;
import io.sluice.pipeline.lifecycle.Threads;
import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.letters.LetterEdits;
import io.sluice.stream.letters.ReplayedLetters;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemException.FieldError;
import io.sluice.web.ProblemType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
    private final PipelineStore store;
    private final Threads threads;
    private final Marks marks;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
    private final Map<Long, ReplayHistory> histories = new ConcurrentHashMap<>();

    Replays(
            FlowEngine engine,
            LedgerView ledger,
            PipelineStore store,
            PipelineRegistry registry,
            Threads threads,
            Marks marks) {
        this.engine = engine;
        this.ledger = ledger;
        this.store = store;
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
     * @param order whose edits are kept before it begins; those without a letter that it selects change nothing
     * @throws ProblemException INVALID_OFFSETS for edits of records that a store has; WRONG_STATE while another replay of the pipeline, the deletion of its letters or a change
     *     of its offsets is under way; PLATFORM_UNAVAILABLE if the ledger cannot be reached
     */
    ReplayRun order(Pipeline pipeline, Checked order) {
        begin(pipeline);
        ReplayRun run;
        try {
            List<Position> ignored = store.holdingLease(connection -> {
                ReplayedLetters.forgetAllBut(connection, pipeline.name(), ReplayHistory.MOST - 1);
                return keep(connection, pipeline, order);
            });
            run = new ReplayRun(matched(pipeline, order.selection()), ignored);
        } catch (RuntimeException e) {
            underWay.remove(pipeline.id());
            throw e;
        }
        remember(pipeline, run);
        marks.add(pipeline.id(), Marks.Kind.REPLAY, "Its dead letters are replayed.");
        threads.workers().execute(() -> run(pipeline, order.selection(), run));
        return run;
    }

    /** How many letters are selected; empty if they are too many to count in some seconds. */
    OptionalLong matched(Pipeline pipeline, LetterSelection selection) {
        return Database.reach(() -> ledger.deadLetters(pipeline.name(), selection));
    }

    /** Keeps the edits, and returns the positions of those that have no letter. */
    private static List<Position> keep(Connection connection, Pipeline pipeline, Checked order) throws SQLException {
        List<Position> ignored = new ArrayList<>();
        List<FieldError> faults = new ArrayList<>();
        List<Stage> stores = pipeline.current().spec().sinks().stream()
                .map(sink -> sink.type().stage())
                .toList();
        for (int i = 0; i < order.edits().size(); i++) {
            LetterEdits.Edit edit = order.edits().get(i);
            String pointer = "/edits/" + i + "/position";
            if (LetterEdits.save(connection, pipeline.name(), edit, order.selection())) {
                LetterEdits.storedBy(connection, pipeline.name(), edit.position(), stores)
                        .ifPresent(store -> faults.add(new FieldError(pointer, isStored(store))));
            } else {
                ignored.add(edit.position());
            }
        }
        if (!faults.isEmpty()) {
            // Rolls back: no edit of the order is kept.
            throw new ProblemException(
                    ProblemType.INVALID_OFFSETS,
                    "The order edits records of which a store has rows, so nothing is done; correct what 'errors' points"
                            + " at.",
                    faults);
        }
        return ignored;
    }

    private static String isStored(Stage store) {
        return "has rows in " + store.label()
                + " already, which an edit would leave as they are, so that the same record"
                + " had other rows elsewhere. Change the definition so that every store takes the record as it is, and"
                + " replay it; or append the corrected record to its topic, and delete this letter";
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

    private void run(Pipeline pipeline, LetterSelection selection, ReplayRun run) {
        Throwable failure = null;
        try {
            engine.replay(pipeline.run(), run.id(), selection, run::add);
        } catch (Throwable e) {
            MemoryExhaustion.endIf(e);
            // Errors are caught, too: a replay must not be RUNNING for ever.
            failure = e;
            tell(pipeline, e);
        } finally {
            underWay.remove(pipeline.id());
            run.end(failure);
        }
    }
}
