package io.sluice.engine;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.ReplayCounts;
import io.sluice.stream.flow.Standing;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Analyses flows and runs them as streaming queries. Thread-safe. */
public interface FlowEngine {

    /**
     * Checks schema, transform and what the stores can hold. Runs and creates nothing, asks no server.
     *
     * @throws SparkUnavailableException if there is no Spark, or this machine has not the time or the memory now
     */
    Analysis analyse(FlowSpec spec);

    /**
     * Asks the stores about the targets that exist; changes nothing.
     *
     * @param run its id may be of no pipeline: of one that is not created yet
     * @param output what {@link #analyse} says that the flow yields
     * @return one for each sink, in their order
     */
    List<TargetFinding> findings(FlowRun run, StructType output);

    /** What the last start of the pipeline in this process changed in targets, and what their owner should know. */
    List<String> notices(long pipelineId);

    /**
     * What would become of the pipeline's targets; changes nothing. Blocks for seconds at most.
     *
     * @throws Exception if a store cannot be reached
     */
    List<TargetFate> fates(FlowRun run, Leaving leaving) throws Exception;

    /**
     * How many dead letters the pipeline has; empty if they are too many to count in some seconds.
     *
     * @param only the positions to look at; null means all
     * @throws org.springframework.dao.DataAccessException if Postgres cannot be reached
     */
    OptionalLong deadLetters(String pipeline, @Nullable Set<Position> only);

    /**
     * Compares what a flow is to read with what its topics hold: which of them are missing, which columns none of the
     * newest records has, and which fields the schema does not name. Changes nothing; blocks for seconds at most.
     *
     * @param spec a valid one
     * @throws RuntimeException if Kafka cannot be reached
     */
    SourceLook look(FlowSpec spec) throws InterruptedException;

    /**
     * Prepares the targets, raises the pipeline's generation so that nobody else's writes count any more, and starts
     * the query. Blocks until the query is up.
     *
     * @throws FlowDefinitionException if retrying cannot help: the definition is invalid or a target is incompatible
     * @throws Exception if a server cannot be reached
     */
    RunningFlow start(FlowRun run) throws Exception;

    /**
     * The next offset to read for each partition by topic, from the ledger; empty before the first start.
     *
     * @throws org.springframework.dao.DataAccessException if Postgres cannot be reached
     */
    Map<String, Map<Integer, Long>> positions(long pipelineId);

    /**
     * Lets a flow that does not run go on at these positions; the other partitions stay. Blocks for seconds at most.
     *
     * @throws OffsetsRefusedException if Kafka does not have them
     * @throws FlowDefinitionException if a topic is missing, or is not the one that was read
     * @throws org.springframework.dao.DataAccessException if Postgres cannot be reached
     * @throws RuntimeException if Kafka cannot be reached
     */
    void alter(FlowRun run, List<Position> next) throws InterruptedException;

    /**
     * Lets a flow that does not run begin anew, with no positions, no counters and nothing of its own in its targets, as
     * {@link #fates} says. To be repeated if it fails half-way.
     *
     * @param keep whether the targets that were made for it, and its dead letters, are kept under other names; else they
     *     are dropped
     * @throws Exception if a store cannot be reached
     */
    void reset(FlowRun run, boolean keep) throws Exception;

    /**
     * The offset after the newest record of each partition, of the flow's topics that exist. Blocks for seconds at most.
     *
     * @throws RuntimeException if Kafka cannot be reached
     */
    default Map<String, Map<Integer, Long>> endOffsets(FlowSpec spec) throws InterruptedException {
        return endOffsets(spec.source().topics());
    }

    /**
     * The same of any topics, in one question to Kafka.
     *
     * @throws RuntimeException if Kafka cannot be reached
     */
    Map<String, Map<Integer, Long>> endOffsets(Collection<String> topics) throws InterruptedException;

    /**
     * What the ledger in Postgres says of all pipelines, by id, in one query; those never started are missing.
     *
     * @throws org.springframework.dao.DataAccessException if Postgres cannot be reached
     */
    Map<Long, Standing> standings();

    /**
     * What became of the pipeline's records so far, from the ledger in Postgres.
     *
     * @throws org.springframework.dao.DataAccessException if Postgres cannot be reached
     */
    Counters counters(long pipelineId, FlowSpec spec);

    /**
     * Carries dead letters through the flow as it is now; what still does not fit becomes a dead letter again. Blocks
     * until it is done; may be called while the flow runs, and is then repeated from where a new start interrupts it.
     *
     * @param only the positions to replay; null means all
     * @param committed hears in this thread what became of some letters, as soon as that is durable
     * @throws FlowDefinitionException if the flow cannot run as it is defined
     */
    void replay(FlowRun run, @Nullable Set<Position> only, Consumer<ReplayCounts> committed) throws Exception;

    /** Forgets where the pipeline stands and what it counted; it must not run. */
    void forget(long pipelineId);

    /** Takes from the stores what {@link Leaving#NOTHING} does not leave there. To be repeated if it fails half-way. */
    void dropTargets(FlowRun run) throws Exception;

    /** The streaming queries that are alive. */
    List<LiveQuery> queries();

    Optional<LiveQuery> query(UUID id);
}
