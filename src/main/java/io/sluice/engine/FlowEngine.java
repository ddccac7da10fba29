package io.sluice.engine;

import io.sluice.flow.Counters;
import io.sluice.flow.FlowSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Analyses flows and runs them as streaming queries. Thread-safe. */
public interface FlowEngine {

    /** Checks schema, transform and what the stores can hold. Runs and creates nothing, asks no server. */
    Analysis analyse(FlowSpec spec);

    /**
     * Prepares the targets, raises the pipeline's generation so that nobody else's writes count any more, and starts
     * the query. Blocks until the query is up.
     *
     * @throws FlowDefinitionException if retrying cannot help: the definition is invalid or a target is incompatible
     * @throws Exception if a server cannot be reached
     */
    RunningFlow start(FlowRun run) throws Exception;

    /** The next offset to read for each partition by topic, from the last committed micro-batch; empty before one. */
    Map<String, Map<Integer, Long>> committedOffsets(long pipelineId);

    /**
     * What became of the pipeline's records so far, from the ledger in Postgres.
     *
     * @throws org.springframework.dao.DataAccessException if Postgres cannot be reached
     */
    Counters counters(long pipelineId, FlowSpec spec);

    /** Deletes the pipeline's checkpoint; it must not run. */
    void forget(long pipelineId);

    /** Drops the tables and collections that the flow writes. */
    void dropTargets(FlowSpec spec) throws Exception;

    /** The streaming queries that are alive. */
    List<LiveQuery> queries();

    Optional<LiveQuery> query(UUID id);
}
