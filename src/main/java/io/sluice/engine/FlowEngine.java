package io.sluice.engine;

import io.sluice.stream.flow.Fault;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.ReplayCounts;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Analyses flows and runs them as streaming queries. Thread-safe. */
public interface FlowEngine {

    /**
     * Checks schema, transform and what the stores can hold. Runs and creates nothing, asks no server.
     *
     * @throws SparkUnavailableException if there is no Spark, or this machine does not have the time now
     */
    Analysis analyse(FlowSpec spec);

    /**
     * Prepares the targets, raises the pipeline's generation so that nobody else's writes count any more, and starts
     * the query. Blocks until the query is up.
     *
     * @throws FlowDefinitionException if retrying cannot help: the definition is invalid or a target is incompatible
     * @throws Exception if a server cannot be reached
     */
    RunningFlow start(FlowRun run) throws Exception;

    /**
     * Carries dead letters through the flow as it is now; what still does not fit becomes a dead letter again. Blocks
     * until it is done; may be called while the flow runs, and is then repeated from where a new start interrupts it.
     *
     * @param id under which it is noted what became of each letter
     * @param selection the letters to replay
     * @param committed hears in this thread what became of some letters, as soon as that is durable
     * @throws FlowDefinitionException if the flow cannot run as it is defined
     */
    void replay(FlowRun run, UUID id, LetterSelection selection, Consumer<ReplayCounts> committed) throws Exception;

    /**
     * What analysing a flow found.
     *
     * @param faults empty if the flow can run
     * @param output the columns that the stores get; null if they cannot be told
     */
    record Analysis(List<Fault> faults, @Nullable StructType output) {}
}
