package io.sluice.engine.run;

import io.sluice.engine.BatchProgress;
import io.sluice.engine.PartitionProgress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what a run of a flow has done so far. Thread-safe. */
interface BatchHistory {

    /** The id of the last micro-batch or epoch that completed; null before the first. */
    @Nullable
    Long lastId();

    /** The micro-batches or epochs that had rows, oldest first, a hundred at most. */
    List<BatchProgress> recent();

    /** The last of these, without making the others; null if there is none. */
    @Nullable
    BatchProgress newest();

    /** Where the run stands in each partition, by the last micro-batch; empty if Kafka has to be asked. */
    List<PartitionProgress> partitions();
}
