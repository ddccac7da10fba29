package io.sluice.engine;

import io.sluice.stream.flow.SinkSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.types.StructType;

/** Asks the stores about the tables and collections of pipelines; changes nothing. Thread-safe. */
public interface FlowTargets {

    /**
     * What the stores say about the targets that exist.
     *
     * @param run its id may be of no pipeline: of one that is not created yet
     * @param output what {@link FlowEngine#analyse} says that the flow yields
     * @return one for each sink, in their order
     */
    List<TargetFinding> findings(FlowRun run, StructType output);

    /** What the last start of the pipeline in this process changed in targets, and what their owner should know. */
    List<String> notices(long pipelineId);

    /**
     * What would become of the pipeline's targets. Blocks for seconds at most.
     *
     * @throws Exception if a store cannot be reached
     */
    List<TargetFate> fates(FlowRun run, Leaving leaving) throws Exception;

    /**
     * What was found about a target, before anything is changed.
     *
     * @param objection what it cannot take and what to do about it
     * @param notices what a start would change in it, and what its owner should know; one text for each
     * @param unasked why its store could not be asked
     */
    record TargetFinding(SinkSpec sink, Optional<String> objection, List<String> notices, Optional<String> unasked) {}

    /**
     * What becomes of a table or collection when its pipeline is deleted or reset.
     *
     * @param madeBySluice for this pipeline, and still the same one
     * @param rows that are dropped, renamed or removed; empty if there are too many to count in some seconds
     */
    record TargetFate(SinkSpec sink, boolean madeBySluice, Action action, OptionalLong rows, String why) {

        /** What is done with it. */
        public enum Action {
            DROPPED,
            RENAMED,
            ROWS_REMOVED,
            UNTOUCHED
        }
    }

    /** How a pipeline leaves its tables, collections and dead letters. */
    enum Leaving {
        /** They stay as they are: the pipeline is deleted without a purge. */
        BEHIND,
        /** What Sluice made is put aside under another name: the pipeline is reset, its rows are kept. */
        ASIDE,
        /** What Sluice made is dropped; of what it found the pipeline's own rows go. */
        NOTHING
    }
}
