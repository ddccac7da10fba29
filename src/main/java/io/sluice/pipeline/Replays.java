package io.sluice.pipeline;

import io.sluice.engine.FlowEngine;
import io.sluice.engine.FlowRun;
import io.sluice.flow.Position;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Replays dead letters in the background, one order at a time for each pipeline. Thread-safe. */
@Component
class Replays {

    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);

    private final FlowEngine engine;
    private final Threads threads;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();

    Replays(FlowEngine engine, Threads threads) {
        this.engine = engine;
        this.threads = threads;
    }

    /**
     * Returns at once.
     *
     * @param only the positions to replay; null means all
     * @throws ProblemException WRONG_STATE while another replay of the pipeline is under way
     */
    void order(Pipeline pipeline, @Nullable Set<Position> only) {
        if (!underWay.add(pipeline.id())) {
            throw new ProblemException(
                    ProblemType.WRONG_STATE,
                    "A replay of pipeline '" + pipeline.name() + "' is under way; order the next when it has ended.");
        }
        threads.workers().execute(() -> run(pipeline, only));
    }

    private void run(Pipeline pipeline, @Nullable Set<Position> only) {
        try {
            engine.replay(
                    new FlowRun(
                            pipeline.id(), pipeline.name(), pipeline.current().spec()),
                    only);
        } catch (Exception e) {
            LOG.warn(
                    "The replay of the dead letters of pipeline {} broke off; those not replayed are still there",
                    pipeline.name(),
                    e);
        } finally {
            underWay.remove(pipeline.id());
        }
    }
}
