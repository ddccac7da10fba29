package io.sluice.engine.run;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowRun;
import io.sluice.engine.session.Checkpoints;
import io.sluice.engine.session.QuerySession;
import io.sluice.engine.session.QueryStarter;
import io.sluice.engine.targets.Resumption;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.TriggerSpec;
import io.sluice.stream.kafka.Arrivals;
import io.sluice.stream.kafka.KafkaSource;
import io.sluice.stream.kafka.SmallBatch;
import io.sluice.stream.kafka.Topics;
import io.sluice.stream.spark.RecordTable;
import io.sluice.stream.store.Stores;
import io.sluice.stream.task.BatchGate;
import io.sluice.stream.task.FlowSink;
import io.sluice.stream.task.FlowTask;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** Makes a streaming query of what a flow reads and where it writes to. Thread-safe. */
final class FlowQueries implements AutoCloseable {

    private final KafkaSource kafka;
    private final Topics topics;
    private final Checkpoints checkpoints;
    private final Stores stores;
    private final BiConsumer<Long, SparkRunningFlow> atEnd;
    private final SmallTasks tasks = new SmallTasks();

    /** @param atEnd what there is to do with a flow that carries nothing any more, by the id of its pipeline */
    FlowQueries(
            KafkaSource kafka,
            Topics topics,
            Checkpoints checkpoints,
            Stores stores,
            BiConsumer<Long, SparkRunningFlow> atEnd) {
        this.kafka = kafka;
        this.topics = topics;
        this.checkpoints = checkpoints;
        this.stores = stores;
        this.atEnd = atEnd;
    }

    /** @throws FlowDefinitionException if Kafka allows no topic of such a name */
    void requireTopicNames(FlowSpec spec) {
        try {
            kafka.validate(spec.source());
        } catch (IllegalArgumentException e) {
            throw new FlowDefinitionException(String.valueOf(e.getMessage()));
        }
    }

    SparkRunningFlow start(FlowRun run, SparkSession session, FlowTask task, Resumption.Point from)
            throws TimeoutException {
        QuerySource asked = new QuerySource(topics.guard(), from.topicIds());
        boolean continuous = run.spec().trigger().mode() == TriggerSpec.Mode.CONTINUOUS;
        Dataset<Row> source = (continuous ? session : QuerySession.like(session))
                .readStream()
                .format("kafka")
                .options(kafka.options(run.spec().source(), from.begin()))
                .load();
        String checkpoint = checkpoints.begin(source.sparkSession(), run.pipelineId(), task.generation());
        if (continuous) {
            return continuous(run, task, source, from, asked, checkpoint);
        }
        return microBatches(run, task, source, from, asked, checkpoint);
    }

    private SparkRunningFlow continuous(
            FlowRun run,
            FlowTask task,
            Dataset<Row> source,
            Resumption.Point from,
            QuerySource asked,
            String checkpoint)
            throws TimeoutException {
        Epochs epochs = new Epochs(asked);
        FlowSink sink = new FlowSink(task, source.schema(), from.positions(), epochs);
        StreamingQuery query = QueryStarter.start(
                RecordTable.of(source, null),
                sink,
                run.name(),
                checkpoint,
                run.spec().trigger());
        SparkRunningFlow flow =
                new SparkRunningFlow(query, epochs, sink::check, from.marked(), last(run), null, null).watched(stores);
        epochs.reportTo(flow);
        return flow;
    }

    private SparkRunningFlow microBatches(
            FlowRun run,
            FlowTask task,
            Dataset<Row> source,
            Resumption.Point from,
            QuerySource asked,
            String checkpoint)
            throws TimeoutException {
        BatchGate gate = new BatchGate();
        FlowSink sink = new FlowSink(task, source.schema(), from.positions(), gate, asked);
        SmallHistory small = new SmallHistory();
        Arrivals arrivals =
                waits(run.spec().trigger()) ? kafka.arrivals(small(sink, asked, small, source.sparkSession())) : null;
        StreamingQuery query = QueryStarter.start(
                RecordTable.of(source, arrivals),
                sink,
                run.name(),
                checkpoint,
                run.spec().trigger());
        asked.follow(query);
        return new SparkRunningFlow(
                        query, new MicroBatches(query, small), sink::check, from.marked(), last(run), gate, arrivals)
                .watched(stores);
    }

    private Consumer<SparkRunningFlow> last(FlowRun run) {
        return flow -> atEnd.accept(run.pipelineId(), flow);
    }

    /** Carries nothing where Spark computes on other machines: then only those need to reach the stores. */
    private SmallBatch small(FlowSink sink, QuerySource asked, SmallHistory history, SparkSession session) {
        return session.sparkContext().isLocal()
                ? new SmallBatches(
                        sink::write, () -> FlowSink.countersOf(sink.metrics()), asked, history, session, tasks)
                : SmallBatch.NONE;
    }

    /** Whether the query waits for records: with an interval Spark waits by the clock, and a drain never waits. */
    private static boolean waits(TriggerSpec trigger) {
        return trigger.mode() == TriggerSpec.Mode.PROCESSING_TIME
                && trigger.interval().isZero();
    }

    @Override
    public void close() {
        tasks.close();
    }
}
