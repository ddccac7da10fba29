package io.sluice.engine;

import io.sluice.flow.Counters;
import io.sluice.flow.FlowSpec;
import io.sluice.flow.KafkaAccess;
import io.sluice.flow.Position;
import io.sluice.flow.PostgresAccess;
import io.sluice.flow.SinkSpec;
import io.sluice.flow.Store;
import io.sluice.flow.StoreType;
import io.sluice.flow.StoreWriter;
import io.sluice.kafka.KafkaSource;
import io.sluice.kafka.SourceRecords;
import io.sluice.kafka.Topics;
import io.sluice.sink.BatchGate;
import io.sluice.sink.FlowLedger;
import io.sluice.sink.FlowSink;
import io.sluice.sink.FlowTask;
import io.sluice.sink.Replay;
import io.sluice.sink.StaleGenerationException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/** Runs each flow as a streaming query from Kafka into one {@link FlowSink}, in a session of its own. */
final class SparkFlowEngine implements FlowEngine {

    private static final SQLExceptionTranslator SQL_ERRORS = new SQLStateSQLExceptionTranslator();

    private final Supplier<SparkSession> spark;
    private final KafkaSource kafka;
    private final Topics topics;
    private final PostgresAccess postgres;
    private final Map<StoreType, Store> stores;
    private final FlowLedger ledger;
    private final Checkpoints checkpoints;
    private final FlowCompiler compiler;
    private final Map<Long, SparkRunningFlow> running = new ConcurrentHashMap<>();

    SparkFlowEngine(
            Supplier<SparkSession> spark,
            KafkaAccess kafka,
            PostgresAccess postgres,
            Map<StoreType, Store> stores,
            FlowLedger ledger,
            Checkpoints checkpoints) {
        this.spark = spark;
        this.kafka = new KafkaSource(kafka.bootstrapServers(), kafka.properties());
        this.topics = new Topics(kafka.bootstrapServers(), kafka.properties());
        this.postgres = postgres;
        this.stores = Map.copyOf(stores);
        this.ledger = ledger;
        this.checkpoints = checkpoints;
        this.compiler = new FlowCompiler(this.stores);
    }

    @Override
    public Analysis analyse(FlowSpec spec) {
        return compiler.analyse(FlowSessions.open(spark.get()), spec);
    }

    @Override
    public RunningFlow start(FlowRun run) throws Exception {
        SparkSession session = FlowSessions.open(spark.get());
        FlowCompiler.Ready ready = compiler.ready(session, run.spec());
        // Kafka first: nothing is created while it is away or a topic is missing.
        Dataset<Row> source = source(session, run);
        FlowTask task =
                task(run, ready, prepareTargets(run.spec(), ready.output()), ledger.raiseGeneration(run.pipelineId()));
        BatchGate gate = new BatchGate();
        FlowSink sink = new FlowSink(task, source.schema(), gate);
        SparkRunningFlow flow = new SparkRunningFlow(
                QueryStarter.start(
                        source,
                        sink,
                        run.name(),
                        checkpoints.path(run.pipelineId()),
                        run.spec().trigger()),
                gate);
        running.put(run.pipelineId(), flow);
        flow.ended().whenComplete((ok, failure) -> running.remove(run.pipelineId(), flow));
        return flow;
    }

    @Override
    public void replay(FlowRun run, @Nullable Set<Position> only) throws Exception {
        FlowCompiler.Ready ready = compiler.ready(FlowSessions.open(spark.get()), run.spec());
        Map<StoreType, StoreWriter.Factory> writers = prepareTargets(run.spec(), ready.output());
        long generation = ledger.generation(run.pipelineId());
        while (generation > 0) {
            try {
                new Replay(task(run, ready, writers, generation), only).run();
                return;
            } catch (StaleGenerationException e) {
                // Started again or deleted. What is replayed is not there any more: the next round goes on behind it.
                generation = ledger.generation(run.pipelineId());
            }
        }
    }

    private FlowTask task(
            FlowRun run, FlowCompiler.Ready ready, Map<StoreType, StoreWriter.Factory> writers, long generation) {
        return new FlowTask(
                run.pipelineId(),
                run.name(),
                generation,
                postgres,
                SourceRecords::new,
                ready.decoder(),
                ready.transform(),
                writers);
    }

    /** Without a checkpoint the ledger says where to go on: it is as exact as the rows themselves. */
    private Dataset<Row> source(SparkSession session, FlowRun run) throws Exception {
        Map<String, Map<Integer, Long>> resume =
                committedOffsets(run.pipelineId()).isEmpty() ? ledger.positions(run.pipelineId()) : Map.of();
        Map<String, String> options;
        try {
            options = kafka.options(run.spec().source(), resume);
        } catch (IllegalArgumentException e) {
            throw new FlowDefinitionException(String.valueOf(e.getMessage()));
        }
        return session.readStream().format("kafka").options(options).load();
    }

    private Map<StoreType, StoreWriter.Factory> prepareTargets(FlowSpec spec, StructType output) throws Exception {
        Map<StoreType, StoreWriter.Factory> writers = new EnumMap<>(StoreType.class);
        for (SinkSpec sink : spec.sinks()) {
            Store store = store(sink);
            try {
                store.prepare(sink, output);
            } catch (Store.IncompatibleTargetException e) {
                throw new FlowDefinitionException(String.valueOf(e.getMessage()));
            }
            writers.put(sink.type(), store.writers(sink, output));
        }
        return writers;
    }

    @Override
    public List<String> targetObjections(FlowSpec spec, StructType output) {
        List<String> objections = new ArrayList<>();
        for (SinkSpec sink : spec.sinks()) {
            try {
                store(sink).check(sink, output);
            } catch (Store.IncompatibleTargetException e) {
                objections.add(String.valueOf(e.getMessage()));
            } catch (SQLException e) {
                throw translated("Looking at the targets", e);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return objections;
    }

    private Store store(SinkSpec sink) {
        Store store = stores.get(sink.type());
        if (store == null) {
            throw new FlowDefinitionException("There is no store of type " + sink.type());
        }
        return store;
    }

    @Override
    public Map<String, Map<Integer, Long>> committedOffsets(long pipelineId) {
        return checkpoints.committedOffsets(spark.get(), pipelineId);
    }

    @Override
    public Map<String, Map<Integer, Long>> endOffsets(FlowSpec spec) throws InterruptedException {
        return topics.endOffsets(spec.source().topics());
    }

    @Override
    public Counters counters(long pipelineId, FlowSpec spec) {
        List<StoreType> types = spec.sinks().stream().map(SinkSpec::type).toList();
        try {
            return ledger.counters(pipelineId, types);
        } catch (SQLException e) {
            throw translated("Reading the ledger", e);
        }
    }

    private static DataAccessException translated(String task, SQLException e) {
        DataAccessException translated = SQL_ERRORS.translate(task, null, e);
        return translated != null ? translated : new DataAccessResourceFailureException(task, e);
    }

    @Override
    public void forget(long pipelineId) {
        checkpoints.delete(spark.get(), pipelineId);
    }

    @Override
    public void dropTargets(FlowSpec spec) throws Exception {
        for (SinkSpec sink : spec.sinks()) {
            store(sink).drop(sink);
        }
    }

    @Override
    public List<LiveQuery> queries() {
        return running.values().stream()
                .map(flow -> LiveQueries.describe(flow.query()))
                .toList();
    }

    @Override
    public Optional<LiveQuery> query(UUID id) {
        return queries().stream().filter(query -> query.id().equals(id)).findFirst();
    }
}
