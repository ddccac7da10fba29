package io.sluice.pipeline.catalogue;

import io.sluice.engine.FlowTargets;
import io.sluice.engine.FlowTargets.Leaving;
import io.sluice.engine.LedgerView;
import io.sluice.stream.flow.Causes;
import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.store.Stores;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Says what deleting or resetting a pipeline removes, before and when it fails. Thread-safe; blocks. */
@Component
public class Removals {

    private final PipelineRegistry registry;
    private final FlowTargets targets;
    private final LedgerView ledger;
    private final Stores stores;

    Removals(PipelineRegistry registry, FlowTargets targets, LedgerView ledger, Stores stores) {
        this.registry = registry;
        this.targets = targets;
        this.ledger = ledger;
        this.stores = stores;
    }

    /** @throws ProblemException PIPELINE_NOT_FOUND, or PLATFORM_UNAVAILABLE if a store cannot be asked */
    public RemovalView look(String name, Leaving leaving) {
        Pipeline pipeline = registry.require(name);
        try {
            return RemovalView.of(
                    targets.fates(pipeline.run(), leaving),
                    ledger.deadLetters(pipeline.name(), LetterSelection.ALL),
                    leaving);
        } catch (Exception e) {
            throw outage(e).<RuntimeException>map(problem -> problem).orElseGet(() -> unchecked(e));
        }
    }

    static ProblemException storesAway(String why) {
        return new ProblemException(
                ProblemType.PLATFORM_UNAVAILABLE,
                "A store of the pipeline cannot be asked (" + why
                        + "). Sluice keeps trying; repeat the request when it is back.");
    }

    /** What to answer when a removal failed. It can be repeated: what is done already is passed over. */
    public RuntimeException failed(Pipeline pipeline, Exception failure) {
        Optional<ProblemException> outage = outage(failure);
        if (outage.isPresent()) {
            return outage.get();
        }
        // Such as a view that depends on the table, or a lock that another session holds.
        return Causes.of(failure)
                .filter(stores::isRefusal)
                .findFirst()
                .<RuntimeException>map(refusal -> new ProblemException(
                        ProblemType.INCOMPATIBLE_CHANGE,
                        "What pipeline '" + pipeline.name() + "' has stored cannot be put aside or dropped: "
                                + Database.firstLine(refusal) + ". Change that, then repeat the request."))
                .orElseGet(() -> unchecked(failure));
    }

    private Optional<ProblemException> outage(Exception failure) {
        return Database.problem(failure)
                .or(() -> Causes.of(failure)
                        .filter(stores::isOutage)
                        .findFirst()
                        .map(outage -> storesAway(Database.firstLine(outage))));
    }

    private static RuntimeException unchecked(Exception failure) {
        return failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }
}
