package io.sluice.engine.reconcile;

import io.sluice.engine.FlowRun;
import io.sluice.engine.Reconciler;
import io.sluice.engine.ReconciliationReport;
import io.sluice.engine.run.FlowCompiler;
import io.sluice.engine.session.FlowSessions;
import io.sluice.engine.session.SparkRuntime;
import io.sluice.engine.targets.StoredFlows;
import io.sluice.stream.audit.AuditTask;
import io.sluice.stream.audit.ExpectedRows;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.stream.kafka.KafkaSource;
import io.sluice.stream.kafka.Topics;
import io.sluice.stream.ledger.AuditedLedger;
import io.sluice.stream.ledger.AuditedPartition;
import io.sluice.stream.ledger.LedgerDatabase;
import io.sluice.stream.store.StoreAudit;
import io.sluice.stream.store.Stores;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.springframework.stereotype.Component;

/** Reconciles flows by jobs of Spark. */
@Component
final class SparkReconciler implements Reconciler {

    private final SparkRuntime spark;
    private final FlowCompiler compiler;
    private final Stores stores;
    private final StoredFlows stored;
    private final AuditedLedger ledger;
    private final LedgerAccess access;
    private final Topics topics;
    private final KafkaSource kafka;

    SparkReconciler(
            SparkRuntime spark,
            FlowCompiler compiler,
            Stores stores,
            StoredFlows stored,
            LedgerDatabase ledger,
            LedgerAccess access,
            Topics topics,
            KafkaAccess kafka) {
        this.spark = spark;
        this.compiler = compiler;
        this.stores = stores;
        this.stored = stored;
        this.ledger = new AuditedLedger(ledger);
        this.access = access;
        this.topics = topics;
        this.kafka = new KafkaSource(kafka.bootstrapServers(), kafka.properties());
    }

    @Override
    public void reconcile(
            FlowRun run, boolean repair, BooleanSupplier cancelled, Consumer<ReconciliationReport> progress)
            throws Exception {
        SparkSession session = FlowSessions.open(spark.sessionAtWork());
        FlowCompiler.Ready ready = compiler.ready(session, run.spec());
        Map<StoreType, StoreAudit.Factory> audits = audits(run, ready.output());
        if (repair) {
            stored.separate(run);
        }
        // The ledger first: what Kafka says later may have less, and never more, of what the ledger counts.
        List<AuditedPartition> then = ledger.partitions(run.pipelineId(), run.name());
        Plan plan = Plan.of(
                then,
                stored.sameTopics(run),
                topics.compacted(run.spec().source().topics()),
                ledger.forgotten(run.name()));
        Map<StoreType, StoreAudit.Walk> walks = new HashMap<>();
        audits.forEach((store, audit) -> audit.walk().ifPresent(walk -> walks.put(store, walk)));
        Tally tally = new Tally(plan, run.spec().sinks(), audits.keySet(), walks.keySet());
        progress.accept(tally.report());
        Tasks tasks = new Tasks(session, run, cancelled);
        tasks.compare(plan.parts(), () -> task(run, ready, audits, repair), report -> {
            tally.add(report);
            progress.accept(tally.report());
        });
        for (Map.Entry<StoreType, StoreAudit.Walk> walk : walks.entrySet()) {
            List<ExpectedRows> rows = tally.rows(walk.getKey());
            if (!rows.isEmpty()) {
                tally.add(walk.getKey(), tasks.walk(access, walk.getValue(), rows, tally.differing(walk.getKey())));
            }
        }
        settle(run, then, tally);
        for (SinkSpec sink : run.spec().sinks()) {
            if (!audits.containsKey(sink.type())) {
                tally.note("The sink " + sink.type().label() + " was not compared: this store cannot be, in the mode '"
                        + sink.mode().name().toLowerCase(Locale.ROOT) + "'");
            }
        }
        if (repair) {
            endRepair(run, then, tally);
        }
        progress.accept(tally.report());
    }

    private Map<StoreType, StoreAudit.Factory> audits(FlowRun run, StructType output) {
        Map<StoreType, StoreAudit.Factory> audits = new HashMap<>();
        for (SinkSpec sink : run.spec().sinks()) {
            stores.of(sink)
                    .audit(sink, output)
                    .ifPresent(audit -> audits.put(sink.type(), run.spec().isDiscreet() ? audit.discreet() : audit));
        }
        return audits;
    }

    private AuditTask task(
            FlowRun run, FlowCompiler.Ready ready, Map<StoreType, StoreAudit.Factory> audits, boolean repair)
            throws SQLException {
        return new AuditTask(
                run.pipelineId(),
                run.name(),
                repair ? stored.generation(run) : 0,
                access,
                kafka.consumer(),
                ready.decoder(),
                ready.transform(),
                audits,
                repair);
    }

    /** Takes back what is explained by what has happened meanwhile. */
    private void settle(FlowRun run, List<AuditedPartition> then, Tally tally) throws SQLException {
        Map<String, AuditedPartition> now = new HashMap<>();
        for (AuditedPartition each : ledger.partitions(run.pipelineId(), run.name())) {
            now.put(Tally.partition(each.topic(), each.partition()), each);
        }
        for (AuditedPartition each : then) {
            AuditedPartition same = now.get(Tally.partition(each.topic(), each.partition()));
            if (same == null || same.next() < each.next() || same.from() > each.from()) {
                throw new IllegalStateException(
                        "The pipeline's position in topic \"" + each.topic() + "\", partition " + each.partition()
                                + " was set back or passed over something while it was being reconciled, or the ledger has"
                                + " gone back to an older state, so what was found says nothing; reconcile it again");
            }
        }
        tally.settle(ledger.forgotten(run.name()));
        CounterCheck counters = new CounterCheck(tally);
        for (AuditedPartition each : then) {
            counters.check(each, ledger.letters(run.name(), each));
        }
    }

    /** A store that had gone back, and lacks nothing any more, is one that the pipeline can go on with. */
    private void endRepair(FlowRun run, List<AuditedPartition> then, Tally tally) throws SQLException {
        stored.separateAfter(run);
        tally.noteUncovered();
        StoreType marking = stores.marking().map(store -> store.type()).orElse(null);
        if (marking != null && tally.isWhole(marking)) {
            Offsets.Builder from = new Offsets.Builder();
            Offsets.Builder positions = new Offsets.Builder();
            for (AuditedPartition each : then) {
                from.put(each.topic(), each.partition(), each.from());
                positions.put(each.topic(), each.partition(), each.next());
            }
            stored.restored(run, from.build(), positions.build());
        }
    }
}
