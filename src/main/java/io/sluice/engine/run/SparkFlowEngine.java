package io.sluice.engine.run;

import io.sluice.engine.FlowEngine;
import io.sluice.engine.FlowEngine.Analysis;
import io.sluice.engine.FlowRun;
import io.sluice.engine.RunningFlow;
import io.sluice.engine.session.FlowSessions;
import io.sluice.engine.session.SparkRuntime;
import io.sluice.engine.targets.Resumption;
import io.sluice.engine.targets.StoredFlows;
import io.sluice.jvm.MemoryExhaustion;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.ReplayCounts;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.flow.TriggerSpec;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.ledger.StaleGenerationException;
import io.sluice.stream.spark.SourceRecords;
import io.sluice.stream.store.StoreWriter;
import io.sluice.stream.store.Stores;
import io.sluice.stream.task.FlowSink;
import io.sluice.stream.task.FlowTask;
import io.sluice.stream.task.Redelivery;
import io.sluice.stream.task.Replay;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.springframework.stereotype.Component;

/** Runs each flow as a streaming query from Kafka into one {@link FlowSink}, in a session of its own. */
@Component
final class SparkFlowEngine implements FlowEngine {

    private final SparkRuntime spark;
    private final FlowCompiler compiler;
    private final LedgerAccess ledger;
    private final StoredFlows stored;
    private final FlowQueries queries;
    private final RunningFlows running;
    private final Stores stores;
    private final TaskSlots slots = new TaskSlots();

    SparkFlowEngine(
            SparkRuntime spark,
            FlowCompiler compiler,
            LedgerAccess ledger,
            StoredFlows stored,
            FlowQueries queries,
            RunningFlows running,
            Stores stores) {
        this.spark = spark;
        this.compiler = compiler;
        this.ledger = ledger;
        this.stored = stored;
        this.queries = queries;
        this.running = running;
        this.stores = stores;
    }

    @Override
    public Analysis analyse(FlowSpec spec) {
        try {
            return compiler.analyse(FlowSessions.open(spark.session()), spec);
        } catch (OutOfMemoryError e) {
            MemoryExhaustion.endIf(e);
            throw e;
        }
    }

    @Override
    public RunningFlow start(FlowRun run) throws Exception {
        try {
            return begin(run);
        } catch (Exception e) {
            throw FlowFailure.told(e, stores);
        }
    }

    private RunningFlow begin(FlowRun run) throws Exception {
        SparkSession session = FlowSessions.open(spark.sessionAtWork());
        FlowCompiler.Ready ready = compiler.ready(session, run.spec());
        queries.requireTopicNames(run.spec());
        // Kafka first: nothing is created while it is away or a topic is missing.
        stored.requireTopics(run.spec());
        Map<StoreType, StoreWriter.Factory> writers = stored.prepare(run, ready.output());
        long generation = stored.raiseGeneration(run);
        Resumption.Point from = stored.begin(run);
        boolean continuous = run.spec().trigger().mode() == TriggerSpec.Mode.CONTINUOUS;
        slots.take(session, run.pipelineId(), continuous ? from.partitions() : 0);
        SparkRunningFlow flow;
        try {
            flow = queries.start(run, session, task(run, ready, writers, generation, from.redelivery()), from);
        } catch (Exception e) {
            slots.free(run.pipelineId());
            throw e;
        }
        running.add(run.pipelineId(), flow, () -> slots.free(run.pipelineId()));
        return flow;
    }

    @Override
    public void replay(FlowRun run, UUID id, LetterSelection selection, Consumer<ReplayCounts> committed)
            throws Exception {
        FlowCompiler.Ready ready = compiler.ready(FlowSessions.open(spark.session()), run.spec());
        Map<StoreType, StoreWriter.Factory> writers = stored.prepare(run, ready.output());
        Replay replay = new Replay(id, selection, committed);
        stored.separate(run);
        while (true) {
            long generation = stored.generation(run);
            if (generation == 0) {
                throw new IllegalStateException("The pipeline was never started, or is deleted: where it stands is not"
                        + " known. Start it, then order the replay again");
            }
            try {
                replay.run(task(run, ready, writers, generation, Redelivery.NONE));
                stored.separateAfter(run);
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
                ledger,
                SourceRecords.factory(),
                ready.decoder(),
                ready.transform(),
                writers,
                redelivery,
                run.spec().isDiscreet());
    }
}
