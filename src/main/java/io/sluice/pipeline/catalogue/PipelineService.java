package io.sluice.pipeline.catalogue;

import io.sluice.engine.FlowOrders;
import io.sluice.engine.LedgerView;
import io.sluice.pipeline.catalogue.Definitions.Approved;
import io.sluice.pipeline.definition.PipelineDefinition;
import io.sluice.pipeline.lifecycle.DesiredState;
import io.sluice.pipeline.lifecycle.PipelineActor;
import io.sluice.pipeline.lifecycle.Supervisor;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Creates, changes, deletes and orders pipelines. The database is told everything first: what was answered survives.
 * Thread-safe; blocks.
 */
@Component
public class PipelineService {

    private final PipelineRegistry registry;
    private final PipelineStore store;
    private final Claims claims;
    private final Definitions definitions;
    private final TargetCheck targets;
    private final Removals removals;
    private final Supervisor supervisor;
    private final FlowOrders flows;
    private final LedgerView ledger;

    PipelineService(
            PipelineRegistry registry,
            PipelineStore store,
            Claims claims,
            Definitions definitions,
            TargetCheck targets,
            Removals removals,
            Supervisor supervisor,
            FlowOrders flows,
            LedgerView ledger) {
        this.registry = registry;
        this.store = store;
        this.claims = claims;
        this.definitions = definitions;
        this.targets = targets;
        this.removals = removals;
        this.supervisor = supervisor;
        this.flows = flows;
        this.ledger = ledger;
    }

    /**
     * A pipeline that was created or replaced.
     *
     * @param notices what follows from the change
     */
    public record Applied(Pipeline pipeline, boolean isNew, List<String> notices) {}

    /**
     * @param by who gives the definition; null if that is not known
     * @throws ProblemException NAME_TAKEN, INVALID_DEFINITION, PLATFORM_UNAVAILABLE, STANDBY
     */
    public Pipeline create(PipelineDefinition given, @Nullable String by) {
        registry.requireOpen();
        Approved approved = definitions.approve(given, by);
        if (registry.find(approved.name()).isEmpty()) {
            claims.checkNew(approved);
        }
        return claims.create(approved).orElseThrow(() -> PipelineStore.nameTaken(approved.name()));
    }

    /**
     * Creates or replaces the pipeline of the definition's name.
     *
     * @param by who gives the definition; null if that is not known
     */
    public Applied apply(PipelineDefinition given, Precondition precondition, @Nullable String by) {
        registry.requireOpen();
        Approved approved = definitions.approve(given, by);
        while (true) {
            Pipeline pipeline = registry.find(approved.name()).orElse(null);
            if (pipeline == null) {
                precondition.checkAbsent();
                claims.checkNew(approved);
                Optional<Pipeline> created = claims.create(approved);
                if (created.isPresent()) {
                    return new Applied(created.get(), true, List.of());
                }
                // Another request was faster: what it created is replaced.
                continue;
            }
            Optional<Applied> replaced = pipeline.serially(() -> {
                if (!registry.contains(pipeline)) {
                    return Optional.empty();
                }
                precondition.check(pipeline.etag());
                return Optional.of(new Applied(pipeline, false, replace(pipeline, approved)));
            });
            if (replaced.isPresent()) {
                return replaced.get();
            }
        }
    }

    public Pipeline start(String name) {
        return order(name, DesiredState.RUNNING, PipelineActor::start);
    }

    public Pipeline stop(String name) {
        return order(name, DesiredState.STOPPED, PipelineActor::stop);
    }

    public Pipeline restart(String name) {
        return order(name, DesiredState.RUNNING, PipelineActor::restart);
    }

    /**
     * Stops and forgets the pipeline. If its micro-batch does not end in time (UNFINISHED), it goes on as before.
     *
     * @param purge whether its table and collection go, too
     */
    public void delete(String name, boolean purge) {
        Pipeline pipeline = registry.require(name);
        pipeline.serially(() -> {
            checkStillThere(pipeline);
            quietly(pipeline, () -> {
                store.setDesired(pipeline.id(), DesiredState.STOPPED);
                pipeline.actor().stop();
                remove(pipeline, purge);
            });
        });
    }

    /** @return what follows from it */
    private List<String> replace(Pipeline pipeline, Approved next) {
        Pipeline.Version before = pipeline.current();
        if (before.definition().equals(next.definition()) && before.output().equals(next.output())) {
            return List.of();
        }
        List<String> bound = ReplaceRules.boundChanges(before.spec(), next.spec());
        if (!bound.isEmpty()) {
            checkNothingConsumed(pipeline, bound);
        }
        List<String> notices = notices(pipeline, before, next);
        if (bound.isEmpty()) {
            claims.redefine(pipeline, next);
            return notices;
        }
        quietly(pipeline, () -> {
            // Until it was quiet it may have consumed its first records.
            checkNothingConsumed(pipeline, bound);
            Database.reach(() -> flows.forget(pipeline.id()));
            claims.redefine(pipeline, next);
            pipeline.actor().release();
        });
        return notices;
    }

    private void remove(Pipeline pipeline, boolean purge) {
        // Its targets may be another instance's by now: the micro-batch took its time to end.
        store.requireLease();
        if (purge) {
            try {
                flows.dropTargets(pipeline.run());
            } catch (Exception e) {
                throw removals.failed(pipeline, e);
            }
        }
        Database.reach(() -> flows.forget(pipeline.id()));
        store.delete(pipeline.id(), pipeline.name(), purge);
        registry.remove(pipeline);
        supervisor.dismiss(pipeline.actor());
    }

    private void checkNothingConsumed(Pipeline pipeline, List<String> bound) {
        if (consumed(pipeline) > 0) {
            throw ReplaceRules.incompatible(pipeline.name(), bound);
        }
    }

    private long consumed(Pipeline pipeline) {
        return Database.reach(
                () -> ledger.counters(pipeline.id(), pipeline.current().spec()).consumed());
    }

    /** Refuses what the table itself would refuse: what runs well is not replaced by that. */
    private List<String> notices(Pipeline pipeline, Pipeline.Version before, Approved next) {
        if (before.output().equals(next.output())
                && before.spec().sinks().equals(next.spec().sinks())) {
            return List.of();
        }
        List<String> notices = new ArrayList<>(targets.requireFit(pipeline.name(), next.spec(), next.output()));
        if (consumed(pipeline) > 0) {
            ReplaceRules.newColumns(pipeline.name(), before.output(), next.output())
                    .ifPresent(notices::add);
        }
        return List.copyOf(notices);
    }

    /** Does it while nothing of the pipeline runs; if it fails, the pipeline goes on as before. */
    private void quietly(Pipeline pipeline, Runnable work) {
        boolean done = false;
        try {
            if (!supervisor.quiesce(pipeline.actor())) {
                throw new ProblemException(
                        ProblemType.UNFINISHED,
                        "Pipeline '" + pipeline.name()
                                + "' is still finishing its micro-batch. Nothing has changed; repeat the request.");
            }
            work.run();
            done = true;
        } finally {
            if (!done) {
                pipeline.actor().release();
            }
        }
    }

    private Pipeline order(String name, DesiredState desired, Consumer<PipelineActor> order) {
        Pipeline pipeline = registry.require(name);
        return pipeline.serially(() -> {
            checkStillThere(pipeline);
            if (pipeline.condition().desired() != desired) {
                store.setDesired(pipeline.id(), desired);
            }
            order.accept(pipeline.actor());
            return pipeline;
        });
    }

    private void checkStillThere(Pipeline pipeline) {
        if (!registry.contains(pipeline)) {
            throw ProblemException.noPipeline();
        }
    }
}
