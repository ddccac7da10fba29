package io.sluice.engine.targets;

import io.sluice.engine.FlowRun;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.ledger.Positions.Origins;
import java.util.List;

/**
 * A target that holds nothing any more at positions of a pipeline's topics.
 *
 * @param gone whether there is no target of that name any more; else it may hold what others have left there, of other
 *     topics
 */
record ClearTarget(SinkSpec sink, boolean gone) {

    /** What these targets of that pipeline are known to hold, and do not. */
    static List<Origins> origins(List<ClearTarget> clear, FlowRun run) {
        return clear.stream()
                .map(each -> each.gone()
                        ? Origins.all(each.sink())
                        : new Origins(each.sink(), run.spec().source().topics()))
                .toList();
    }
}
