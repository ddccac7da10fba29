package io.sluice.engine.run;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.SparkUnavailableException;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Keeps flows in continuous mode, whose tasks never end, from taking every place at which Spark runs a task: the flow that
 * came last would wait for ever. One is always left for the micro-batches of the others. Thread-safe.
 */
final class TaskSlots {

    private final Map<Long, Integer> taken = new HashMap<>();

    /**
     * @param partitions zero for a flow in micro-batches
     * @throws FlowDefinitionException if that is more than there are in this process
     * @throws SparkUnavailableException if it is more than a cluster has given so far
     */
    void take(SparkSession session, long pipelineId, int partitions) {
        if (partitions > 0) {
            SparkContext spark = session.sparkContext();
            int all = spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile());
            take(all, spark.isLocal(), pipelineId, partitions);
        }
    }

    /** @param all the places that there are */
    synchronized void take(int all, boolean local, long pipelineId, int partitions) {
        int others = taken.entrySet().stream()
                .filter(entry -> entry.getKey() != pipelineId)
                .mapToInt(Map.Entry::getValue)
                .sum();
        if (partitions + others >= all) {
            String text = "Trigger mode 'continuous' holds one task slot for each of the " + partitions
                    + " partitions, and one must be left for other pipelines; Spark has " + all + ", of which "
                    + others + " are held. Set sluice.spark.master to local[" + (partitions + others + 1)
                    + "] or more, give the cluster more cores, or use 'processingTime'.";
            // A cluster may have more of them in a moment.
            throw local ? new FlowDefinitionException(text) : new SparkUnavailableException(text);
        }
        taken.put(pipelineId, partitions);
    }

    synchronized void free(long pipelineId) {
        taken.remove(pipelineId);
    }
}
