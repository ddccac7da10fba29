package io.sluice.engine;

import io.sluice.flow.Counters;
import io.sluice.flow.Fault;
import io.sluice.flow.FlowSpec;
import io.sluice.flow.PostgresAccess;
import io.sluice.flow.SinkSpec;
import io.sluice.flow.Store;
import io.sluice.flow.StoreType;
import io.sluice.flow.StoreWriter;
import io.sluice.kafka.KafkaSource;
import io.sluice.kafka.SourceRecords;
import io.sluice.sink.BatchGate;
import io.sluice.sink.FlowLedger;
import io.sluice.sink.FlowSink;
import io.sluice.sink.FlowTask;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/** Runs each flow as a streaming query from Kafka into one {@link FlowSink}, in a session of its own. */
final class SparkFlowEngine implements FlowEngine {

    private static final SQLExceptionTranslator SQL_ERRORS = new SQLStateSQLExceptionTranslator();

    private final Supplier<SparkSession> spark;
    private final KafkaSource kafka;
    private final PostgresAccess postgres;
    private final Map<StoreType, Store> stores;
    private final FlowLedger ledger;
    private final Checkpoints checkpoints;
    private final FlowCompiler compiler;
    private final Map<Long, SparkRunningFlow> running = new ConcurrentHashMap<>();

    SparkFlowEngine(
            Supplier<SparkSession> spark,
            KafkaSource kafka,
            PostgresAccess postgres,
            Map<StoreType, Store> stores,
            FlowLedger ledger,
            Checkpoints checkpoints) {
        this.spark = spark;
        this.kafka = kafka;
        this.postgres = postgres;
        this.stores = Map.copyOf(stores);
        this.ledger = ledger;
        this.checkpoints = checkpoints;
        this.compiler = new FlowCompiler(this.stores);
    }

    @Override
    public Analysis analyse(FlowSpec spec) {
        return compiler.compile(FlowSessions.open(spark.get()), spec).analysis();
    }

    @Override
    public RunningFlow start(FlowRun run) throws Exception {
        SparkSession session = FlowSessions.open(spark.get());
        FlowCompiler.Compiled compiled = compiler.compile(session, run.spec());
        FlowCompiler.Factories factories = compiled.factories();
        StructType output = compiled.analysis().output();
        if (factories == null || output == null) {
            throw new FlowDefinitionException(describe(compiled.analysis().faults()));
        }
        // Kafka first: nothing is created while it is away or a topic is missing.
        Dataset<Row> source = source(session, run);
        Map<StoreType, StoreWriter.Factory> writers = prepareTargets(run.spec(), output);
        FlowTask task = new FlowTask(
                run.pipelineId(),
                run.name(),
                ledger.raiseGeneration(run.pipelineId()),
                postgres,
                SourceRecords::new,
                factories.decoder(),
                factories.transform(),
                writers);
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

    private Store store(SinkSpec sink) {
        Store store = stores.get(sink.type());
        if (store == null) {
            throw new FlowDefinitionException("There is no store of type " + sink.type());
        }
        return store;
    }

    private static String describe(List<Fault> faults) {
        return faults.stream()
                .map(fault -> fault.pointer() + ": " + fault.message())
                .collect(Collectors.joining("; ", "The definition is not valid any more: ", ""));
    }

    @Override
    public Map<String, Map<Integer, Long>> committedOffsets(long pipelineId) {
        return checkpoints.committedOffsets(spark.get(), pipelineId);
    }

    @Override
    public Counters counters(long pipelineId, FlowSpec spec) {
        List<StoreType> types = spec.sinks().stream().map(SinkSpec::type).toList();
        try {
            return ledger.counters(pipelineId, types);
        } catch (SQLException e) {
            DataAccessException translated = SQL_ERRORS.translate("Reading the ledger", null, e);
            throw translated != null ? translated : new DataAccessResourceFailureException("Reading the ledger", e);
        }
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
