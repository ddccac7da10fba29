package io.sluice.engine;

import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.Offsets;
import java.util.Collection;

/** Asks Kafka about the topics of flows; changes nothing. Thread-safe; blocks for seconds at most. */
public interface FlowSources {

    /**
     * Compares what a flow is to read with what its topics hold: which of them are missing, which columns none of the
     * newest records has, and which fields the schema does not name.
     *
     * @param spec a valid one
     * @throws RuntimeException if Kafka cannot be reached
     */
    SourceLook look(FlowSpec spec) throws InterruptedException;

    /**
     * The offset after the newest record of each partition, of those topics that exist, in one question to Kafka.
     *
     * @throws RuntimeException if Kafka cannot be reached
     */
    Offsets endOffsets(Collection<String> topics) throws InterruptedException;
}
