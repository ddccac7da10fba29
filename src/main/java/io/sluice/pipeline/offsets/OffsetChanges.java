package io.sluice.pipeline.offsets;

import io.sluice.access.audit.AuditLog;
import io.sluice.access.audit.Change;
import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowOrders;
import io.sluice.engine.FlowRun;
import io.sluice.engine.LedgerView;
import io.sluice.engine.OffsetsRefusedException;
import io.sluice.pipeline.catalogue.Database;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.catalogue.PipelineStore;
import io.sluice.pipeline.catalogue.Removals;
import io.sluice.pipeline.history.Marks;
import io.sluice.pipeline.letters.Replays;
import io.sluice.pipeline.lifecycle.DesiredState;
import io.sluice.pipeline.lifecycle.Remedies;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Position;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Changes where pipelines read next, while they are at rest: no start, replay, change or deletion of the pipeline
 * crosses it. Thread-safe; blocks.
 */
@Component
class OffsetChanges {

    /** The most positions of one change that the audit log tells. */
    private static final int AUDITED = 100;

    private final PipelineRegistry registry;
    private final PipelineStore store;
    private final FlowOrders flows;
    private final LedgerView ledger;
    private final Replays replays;
    private final Removals removals;
    private final Marks marks;

    OffsetChanges(
            PipelineRegistry registry,
            PipelineStore store,
            FlowOrders flows,
            LedgerView ledger,
            Replays replays,
            Removals removals,
            Marks marks) {
        this.registry = registry;
        this.store = store;
        this.flows = flows;
        this.ledger = ledger;
        this.replays = replays;
        this.removals = removals;
        this.marks = marks;
    }

    /**
     * The next offset to read of each partition; none before the first start.
     *
     * @throws ProblemException PLATFORM_UNAVAILABLE
     */
    Offsets positions(Pipeline pipeline) {
        return Database.reach(() -> ledger.positions(pipeline.id()));
    }

    /**
     * Lets the pipeline read from these positions at its next start.
     *
     * @return whether a partition was set back
     * @throws ProblemException WRONG_STATE, INVALID_OFFSETS, INCOMPATIBLE_CHANGE, PLATFORM_UNAVAILABLE, STANDBY
     */
    boolean alter(String name, List<Position> next) {
        return atRest(name, pipeline -> {
            var before = positions(pipeline);
            Database.reach(() -> alter(pipeline.run(), next));
            settle(pipeline, false);
            AuditLog.tell(Change.of(
                    "alterPipelineOffsets",
                    name,
                    json(next, to -> before.get(to.topic(), to.partition(), 0)),
                    json(next, Position::offset)));
            marks.add(pipeline.id(), Marks.Kind.OFFSETS, "Where it reads next was set by hand.");
            return next.stream().anyMatch(to -> to.offset() < before.get(to.topic(), to.partition(), 0));
        });
    }

    /**
     * Lets the pipeline begin anew at its next start.
     *
     * @param keep whether what it has stored is kept under another name; else it is dropped
     * @throws ProblemException WRONG_STATE, INCOMPATIBLE_CHANGE, PLATFORM_UNAVAILABLE, STANDBY
     */
    void reset(String name, boolean keep) {
        atRest(name, pipeline -> {
            try {
                flows.reset(pipeline.run(), keep);
            } catch (Exception e) {
                throw removals.failed(pipeline, e);
            }
            marks.add(pipeline.id(), Marks.Kind.OFFSETS, "It was reset: it begins anew.");
            return settle(pipeline, true);
        });
    }

    private <T> T atRest(String name, Function<Pipeline, T> work) {
        Pipeline pipeline = registry.require(name);
        return pipeline.serially(() -> {
            if (!registry.contains(pipeline)) {
                throw ProblemException.noPipeline();
            }
            if (!pipeline.actor().holdAtRest()) {
                throw new ProblemException(
                        ProblemType.WRONG_STATE,
                        "Pipeline '" + name + "' is " + pipeline.condition().state()
                                + ". Stop it with POST /api/v1/pipelines/" + name
                                + "/stop, wait until it is STOPPED, and repeat the request.");
            }
            try {
                return replays.without(pipeline, () -> {
                    // Its targets may belong to another instance by now.
                    store.requireLease();
                    return work.apply(pipeline);
                });
            } finally {
                pipeline.actor().release();
            }
        });
    }

    /** The first of the offsets, by topic and partition; names of topics have nothing that JSON escapes. */
    private static String json(List<Position> positions, ToLongFunction<Position> offset) {
        return positions.stream()
                .limit(AUDITED)
                .map(each -> "\"" + each.topic() + "/" + each.partition() + "\": " + offset.applyAsLong(each))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** Makes the pipeline STOPPED, however its last run ended: it does not start with the application. */
    private Pipeline settle(Pipeline pipeline, boolean anew) {
        if (pipeline.condition().desired() != DesiredState.STOPPED) {
            store.setDesired(pipeline.id(), DesiredState.STOPPED);
        }
        pipeline.actor().reposition(anew);
        return pipeline;
    }

    private void alter(FlowRun run, List<Position> next) {
        try {
            flows.alter(run, next);
        } catch (OffsetsRefusedException e) {
            throw OffsetsOrder.refused(next, e.reasons());
        } catch (FlowDefinitionException e) {
            throw new ProblemException(ProblemType.INCOMPATIBLE_CHANGE, Remedies.told(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Kafka was asked", e);
        }
    }
}
