package io.sluice.engine.run;

import io.sluice.engine.Analysis;
import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowEngine;
import io.sluice.engine.FlowRun;
import io.sluice.engine.Leaving;
import io.sluice.engine.LiveQuery;
import io.sluice.engine.RunningFlow;
import io.sluice.engine.SourceLook;
import io.sluice.engine.SparkUnavailableException;
import io.sluice.engine.TargetFate;
import io.sluice.engine.TargetFinding;
import io.sluice.engine.session.Checkpoints;
import io.sluice.engine.session.FlowSessions;
import io.sluice.engine.targets.ClearTarget;
import io.sluice.engine.targets.Resumption;
import io.sluice.engine.targets.StoreMarks;
import io.sluice.engine.targets.TargetRemoval;
import io.sluice.engine.targets.Targets;
import io.sluice.jvm.MemoryExhaustion;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.KafkaAccess;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.PostgresAccess;
import io.sluice.stream.flow.ReplayCounts;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.Standing;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.flow.StoreWriter;
import io.sluice.stream.flow.Stores;
import io.sluice.stream.flow.TriggerSpec;
import io.sluice.stream.kafka.KafkaSource;
import io.sluice.stream.kafka.MissingTopicException;
import io.sluice.stream.kafka.NewestRecords;
import io.sluice.stream.kafka.Topics;
import io.sluice.stream.ledger.Generations;
import io.sluice.stream.ledger.NotedTargets;
import io.sluice.stream.ledger.Positions;
import io.sluice.stream.ledger.StaleGenerationException;
import io.sluice.stream.ledger.Standings;
import io.sluice.stream.spark.SourceRecords;
import io.sluice.stream.task.FlowSink;
import io.sluice.stream.task.FlowTask;
import io.sluice.stream.task.Redelivery;
import io.sluice.stream.task.Replay;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Runs each flow as a streaming query from Kafka into one {@link FlowSink}, in a session of its own. */
final class SparkFlowEngine implements FlowEngine, AutoCloseable {

    private static final DateTimeFormatter ASIDE =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    /** How late a flow without records notices that Postgres has gone back. */
    private static final Duration WATCH = Duration.ofSeconds(5);

    private final Supplier<SparkSession> spark;
    private final Supplier<SparkSession> cluster;
    private final KafkaSource kafka;
    private final Topics topics;
    private final SourceSampler sampler;
    private final PostgresAccess postgres;
    private final Targets targets;
    private final TargetRemoval removal;
    private final Generations generations;
    private final Positions positions;
    private final Standings standings;
    private final StoreMarks marks;
    private final Resumption resumption;
    private final Checkpoints checkpoints;
    private final FlowCompiler compiler;
    private final TaskSlots slots = new TaskSlots();
    private final FlowQueries queries;
    private final LedgerWatch watch;
    private final Map<Long, SparkRunningFlow> running = new ConcurrentHashMap<>();

    /**
     * @param spark a session for what is done here
     * @param cluster the same session, as soon as there is somebody to compute
     */
    SparkFlowEngine(
            Supplier<SparkSession> spark,
            Supplier<SparkSession> cluster,
            KafkaAccess kafka,
            PostgresAccess postgres,
            Stores stores,
            Generations generations,
            Positions positions,
            NotedTargets notedTargets,
            Standings standings,
            StoreMarks marks,
            Checkpoints checkpoints) {
        this.spark = spark;
        this.cluster = cluster;
        this.kafka = new KafkaSource(kafka.bootstrapServers(), kafka.properties());
        this.topics = new Topics(kafka.bootstrapServers(), kafka.properties());
        this.sampler = new SourceSampler(topics, new NewestRecords(kafka.bootstrapServers(), kafka.properties()));
        this.postgres = postgres;
        this.targets = new Targets(stores, notedTargets);
        this.removal = new TargetRemoval(targets, notedTargets);
        this.generations = generations;
        this.positions = positions;
        this.standings = standings;
        this.marks = marks;
        this.resumption = new Resumption(topics, positions, marks);
        this.checkpoints = checkpoints;
        this.compiler = new FlowCompiler(stores);
        this.watch = new LedgerWatch(positions, marks, running);
        this.queries = new FlowQueries(this.kafka, topics, checkpoints, watch::markEnd);
        watch.start(WATCH);
    }

    @Override
    public Analysis analyse(FlowSpec spec) {
        return compiler.analyse(FlowSessions.open(spark.get()), spec);
    }

    @Override
    public SourceLook look(FlowSpec spec) throws InterruptedException {
        return sampler.look(spec);
    }

    @Override
    public RunningFlow start(FlowRun run) throws Exception {
        try {
            return begin(run);
        } catch (OutOfMemoryError e) {
            MemoryExhaustion.endIf(e);
            throw e;
        }
    }

    private RunningFlow begin(FlowRun run) throws Exception {
        SparkSession session = FlowSessions.open(cluster.get());
        FlowCompiler.Ready ready = compiler.ready(session, run.spec());
        requireTopicNames(run.spec());
        // Kafka first: nothing is created while it is away or a topic is missing.
        topics.states(run.spec().source().topics());
        Map<StoreType, StoreWriter.Factory> writers = writers(run, ready);
        long generation = generations.raise(run.pipelineId());
        Resumption.Point from = resumption.begin(run);
        boolean continuous = run.spec().trigger().mode() == TriggerSpec.Mode.CONTINUOUS;
        slots.take(session, run.pipelineId(), continuous ? from.partitions() : 0);
        SparkRunningFlow flow;
        try {
            flow = queries.start(run, session, task(run, ready, writers, generation, from.redelivery()), from);
        } catch (Exception e) {
            slots.free(run.pipelineId());
            throw e;
        }
        running.put(run.pipelineId(), flow);
        flow.ended().whenComplete((ok, failure) -> {
            if (running.remove(run.pipelineId(), flow)) {
                slots.free(run.pipelineId());
            }
        });
        return flow;
    }

    private void requireTopicNames(FlowSpec spec) {
        try {
            kafka.validate(spec.source());
        } catch (IllegalArgumentException e) {
            throw new FlowDefinitionException(String.valueOf(e.getMessage()));
        }
    }

    private Map<StoreType, StoreWriter.Factory> writers(FlowRun run, FlowCompiler.Ready ready) throws Exception {
        return targets.prepare(run, ready.output(), counters(run.pipelineId(), run.spec()));
    }

    /** Ends all flows by that failure. Blocks until they are over, for some seconds at most. */
    void fail(SparkUnavailableException loss) {
        SparkRunningFlow.fail(List.copyOf(running.values()), loss);
    }

    @Override
    public void replay(FlowRun run, @Nullable Set<Position> only, Consumer<ReplayCounts> committed) throws Exception {
        FlowCompiler.Ready ready = compiler.ready(FlowSessions.open(spark.get()), run.spec());
        Map<StoreType, StoreWriter.Factory> writers = writers(run, ready);
        Replay replay = new Replay(only, committed);
        marks.separate(run);
        while (true) {
            long generation = generations.current(run.pipelineId());
            if (generation == 0) {
                throw new IllegalStateException("The pipeline was never started, or is deleted: where it stands is not"
                        + " known. Start it, then order the replay again");
            }
            try {
                replay.run(task(run, ready, writers, generation, Redelivery.NONE));
                marks.separate(run);
                return;
            } catch (StaleGenerationException e) {
                // Started again or deleted; the next round goes on.
            }
        }
    }

    private FlowTask task(
            FlowRun run,
            FlowCompiler.Ready ready,
            Map<StoreType, StoreWriter.Factory> writers,
            long generation,
            Redelivery redelivery) {
        return new FlowTask(
                run.pipelineId(),
                run.name(),
                generation,
                postgres,
                SourceRecords.factory(),
                ready.decoder(),
                ready.transform(),
                writers,
                redelivery);
    }

    @Override
    public List<TargetFinding> findings(FlowRun run, StructType output) {
        return targets.findings(run, output);
    }

    @Override
    public List<String> notices(long pipelineId) {
        return targets.notices(pipelineId);
    }

    @Override
    public List<TargetFate> fates(FlowRun run, Leaving leaving) throws Exception {
        return removal.plan(run, leaving);
    }

    @Override
    public OptionalLong deadLetters(String pipeline, @Nullable Set<Position> only) {
        try {
            return standings.deadLetters(pipeline, only);
        } catch (SQLException e) {
            throw SqlErrors.translated("Counting dead letters", e);
        }
    }

    @Override
    public Map<String, Map<Integer, Long>> positions(long pipelineId) {
        try {
            return positions.positions(pipelineId);
        } catch (SQLException e) {
            throw SqlErrors.translated("Reading the ledger", e);
        }
    }

    @Override
    public void alter(FlowRun run, List<Position> next) throws InterruptedException {
        try {
            resumption.alter(run, next);
        } catch (MissingTopicException e) {
            throw new FlowDefinitionException("Where the pipeline reads on cannot be set: " + e.getMessage() + ".");
        } catch (SQLException e) {
            throw SqlErrors.translated("Setting positions in the ledger", e);
        }
    }

    @Override
    public void reset(FlowRun run, boolean keep) throws Exception {
        generations.raise(run.pipelineId());
        String suffix = "_until_" + ASIDE.format(Instant.now());
        List<ClearTarget> clear = removal.carryOut(run, keep ? Leaving.ASIDE : Leaving.NOTHING, suffix);
        marks.forget(run.pipelineId(), clear);
        positions.reset(
                run.pipelineId(), run.name(), ClearTarget.origins(clear, run), keep ? run.name() + suffix : null);
        targets.forget(run.pipelineId());
        checkpoints.delete(spark.get(), run.pipelineId());
    }

    @Override
    public Map<String, Map<Integer, Long>> endOffsets(Collection<String> names) throws InterruptedException {
        return topics.endOffsets(names);
    }

    @Override
    public Map<Long, Standing> standings() {
        try {
            return standings.all();
        } catch (SQLException e) {
            throw SqlErrors.translated("Reading the ledger", e);
        }
    }

    @Override
    public Counters counters(long pipelineId, FlowSpec spec) {
        List<StoreType> types = spec.sinks().stream().map(SinkSpec::type).toList();
        try {
            return standings.counters(pipelineId, types);
        } catch (SQLException e) {
            throw SqlErrors.translated("Reading the ledger", e);
        }
    }

    @Override
    public void forget(long pipelineId) {
        try {
            positions.forget(pipelineId);
        } catch (SQLException e) {
            throw SqlErrors.translated("Forgetting positions", e);
        }
        checkpoints.delete(spark.get(), pipelineId);
    }

    @Override
    public void dropTargets(FlowRun run) throws Exception {
        List<ClearTarget> clear = removal.carryOut(run, Leaving.NOTHING, "");
        marks.forget(run.pipelineId(), clear);
        positions.forgetOrigins(ClearTarget.origins(clear, run));
    }

    @Override
    public List<LiveQuery> queries() {
        return running.values().stream().map(LiveQueries::describe).toList();
    }

    @Override
    public Optional<LiveQuery> query(UUID id) {
        return queries().stream().filter(query -> query.id().equals(id)).findFirst();
    }

    @Override
    public void close() {
        watch.close();
        queries.close();
        topics.close();
    }
}
