package io.sluice.engine.run;

import io.sluice.engine.BatchProgress;
import io.sluice.engine.PartitionProgress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run of a flow has done so far. Thread-safe. */
interface BatchHistory {

    /** Of the last micro-batch or epoch that completed; null before the first. */
    @Nullable
    Long lastId();

    /** Those that had rows, oldest first, a hundred at the most. */
    List<BatchProgress> recent();

    /** By the last micro-batch; empty if Kafka has to be asked. */
    List<PartitionProgress> partitions();
}
