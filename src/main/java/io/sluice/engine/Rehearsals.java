package io.sluice.engine;

import io.sluice.stream.flow.FlowSpec;

/** Tells what records would become under a definition. Writes and makes nothing, asks no server. Thread-safe. */
public interface Rehearsals {

    /**
     * Compiles the flow as a start does.
     *
     * @param spec may be without sinks
     * @throws FlowDefinitionException with every fault, if it cannot run as it is defined
     * @throws SparkUnavailableException if there is no Spark, or too much is rehearsed already
     */
    Rehearsal open(FlowSpec spec);
}
