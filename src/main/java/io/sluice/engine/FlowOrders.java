package io.sluice.engine;

import io.sluice.stream.flow.Position;
import java.util.List;

/** Changes where pipelines stand and what they have stored. They must not run meanwhile. Thread-safe. */
public interface FlowOrders {

    /**
     * Lets a flow go on at these positions; the other partitions stay. Blocks for seconds at most.
     *
     * @throws OffsetsRefusedException if Kafka does not have them
     * @throws FlowDefinitionException if a topic is missing, or is not the one that was read
     * @throws org.springframework.dao.DataAccessException if the ledger cannot be reached
     * @throws RuntimeException if Kafka cannot be reached
     */
    void alter(FlowRun run, List<Position> next) throws InterruptedException;

    /**
     * Lets a flow begin anew, with no positions, no counters and nothing of its own in its targets, as {@link
     * FlowTargets#fates} says. To be repeated if it fails half-way.
     *
     * @param keep whether the targets that were made for it, and its dead letters, are kept under other names; else they
     *     are dropped
     * @throws Exception if a store cannot be reached
     */
    void reset(FlowRun run, boolean keep) throws Exception;

    /** Takes from the stores what {@link FlowTargets.Leaving#NOTHING} does not leave there. To be repeated if it fails half-way. */
    void dropTargets(FlowRun run) throws Exception;

    /**
     * Forgets where the pipeline stands and what it counted.
     *
     * @throws org.springframework.dao.DataAccessException if the ledger cannot be reached
     */
    void forget(long pipelineId);
}
