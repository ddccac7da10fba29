package io.sluice.pipeline;

import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Standing;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What can be read of the pipelines, to be shown elsewhere; changes nothing. Thread-safe. */
public interface PipelineReadings {

    /** Whether this instance runs the pipelines of its database. Never blocks. */
    boolean isOwner();

    /** All pipelines; none unless this instance is the owner and has read them. Never blocks for a server. */
    List<PipelineReading> pipelines();

    /**
     * What the ledger says of all pipelines, by id; those never started are missing. Asks the ledger once.
     *
     * @throws RuntimeException if the ledger cannot be reached
     */
    Map<Long, Standing> standings();

    /**
     * The offset after the newest record of each partition, of the topics that exist. Asks Kafka once.
     *
     * @throws RuntimeException if Kafka cannot be reached
     */
    Offsets endOffsets(Collection<String> topics) throws InterruptedException;
}
