package io.sluice.pipeline.catalogue;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import io.sluice.engine.FlowTargets;
import io.sluice.engine.Leaving;
import io.sluice.engine.LedgerView;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.sql.SQLException;
import org.springframework.stereotype.Component;

/** Says what deleting or resetting a pipeline removes, before and when it fails. Thread-safe; blocks. */
@Component
public class Removals {

    private final PipelineRegistry registry;
    private final FlowTargets targets;
    private final LedgerView ledger;

    Removals(PipelineRegistry registry, FlowTargets targets, LedgerView ledger) {
        this.registry = registry;
        this.targets = targets;
        this.ledger = ledger;
    }

    /** @throws ProblemException PIPELINE_NOT_FOUND, or PLATFORM_UNAVAILABLE if a store cannot be asked */
    public RemovalView look(String name, Leaving leaving) {
        Pipeline pipeline = registry.require(name);
        try {
            return RemovalView.of(
                    targets.fates(pipeline.run(), leaving), ledger.deadLetters(pipeline.name(), null), leaving);
        } catch (Exception e) {
            throw storesAway(Database.firstLine(e));
        }
    }

    static ProblemException storesAway(String why) {
        return new ProblemException(
                ProblemType.PLATFORM_UNAVAILABLE,
                "A store of the pipeline cannot be asked (" + why
                        + "). Sluice keeps trying; repeat the request when it is" + " back.");
    }

    /** What to answer when a removal failed. It can be repeated: what is done already is passed over. */
    public static RuntimeException failed(Pipeline pipeline, Exception failure) {
        if (Database.outage(failure).isPresent()) {
            return Database.unavailable(Database.outage(failure).get());
        }
        // Such as a view that depends on the table, or a lock that another session holds.
        if (failure instanceof SQLException
                || failure instanceof MongoCommandException
                || failure instanceof MongoWriteException) {
            return new ProblemException(
                    ProblemType.INCOMPATIBLE_CHANGE,
                    "What pipeline '" + pipeline.name() + "' has stored cannot be put aside or dropped: "
                            + Database.firstLine(failure) + ". Change that, then repeat the request.");
        }
        if (failure instanceof MongoException) {
            return storesAway(Database.firstLine(failure));
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }
}
