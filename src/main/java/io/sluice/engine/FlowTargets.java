package io.sluice.engine;

import java.util.List;
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
}
