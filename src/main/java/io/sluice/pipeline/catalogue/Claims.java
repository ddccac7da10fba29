package io.sluice.pipeline.catalogue;

import io.sluice.pipeline.catalogue.Definitions.Approved;
import io.sluice.pipeline.definition.DefinitionReader;
import io.sluice.pipeline.lifecycle.DesiredState;
import io.sluice.stream.flow.Fault;
import io.sluice.web.ProblemException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Claims names and targets for pipelines, one at a time: of two that want the same, one gets it. May be taken within {@link
 * Pipeline#serially}, and never takes that itself. Thread-safe; blocks.
 */
@Component
class Claims {

    private final PipelineRegistry registry;
    private final PipelineStore store;
    private final PipelineLoader loader;
    private final TargetCheck targets;
    private final DefinitionReader reader;

    Claims(
            PipelineRegistry registry,
            PipelineStore store,
            PipelineLoader loader,
            TargetCheck targets,
            DefinitionReader reader) {
        this.registry = registry;
        this.store = store;
        this.loader = loader;
        this.targets = targets;
        this.reader = reader;
    }

    /**
     * Creates the pipeline, and starts it if it is to start by itself.
     *
     * @return empty if the name is taken
     * @throws ProblemException INVALID_DEFINITION, STANDBY
     */
    synchronized Optional<Pipeline> create(Approved approved) {
        if (registry.find(approved.name()).isPresent()) {
            return Optional.empty();
        }
        checkTargets(approved);
        DesiredState desired = approved.isAutoStart() ? DesiredState.RUNNING : DesiredState.STOPPED;
        PipelineEntity row = store.insert(
                new PipelineEntity(
                        approved.name(),
                        reader.write(approved.definition()),
                        approved.output().json(),
                        desired,
                        now()),
                approved.by());
        Pipeline pipeline = loader.pipeline(row, approved.definition(), approved.spec(), approved.output());
        if (!registry.add(pipeline)) {
            throw Standby.lost();
        }
        if (approved.isAutoStart()) {
            pipeline.actor().start();
        }
        return Optional.of(pipeline);
    }

    /**
     * Gives the pipeline another definition, in whose place it goes on.
     *
     * @throws ProblemException INVALID_DEFINITION
     */
    synchronized void redefine(Pipeline pipeline, Approved next) {
        checkTargets(next);
        PipelineEntity row = store.redefine(
                pipeline.id(),
                pipeline.current().number(),
                reader.write(next.definition()),
                next.output().json(),
                now(),
                next.by());
        pipeline.redefine(new Pipeline.Version(row.version(), next.definition(), next.spec(), next.output()));
    }

    /** Refuses targets that another pipeline has, or that cannot take the rows. */
    void checkNew(Approved approved) {
        checkTargets(approved);
        requireNone(targets.look(approved.name(), approved.spec(), approved.output())
                .faults());
    }

    private void checkTargets(Approved approved) {
        requireNone(registry.taken(approved.name(), approved.spec()));
    }

    private static void requireNone(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw Definitions.invalid(faults);
        }
    }

    /** The present time, to the microsecond, as the database keeps it. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
