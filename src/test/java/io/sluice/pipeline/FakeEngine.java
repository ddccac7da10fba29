package io.sluice.pipeline;

import io.sluice.engine.FlowEngine;
import io.sluice.engine.FlowEngine.Analysis;
import io.sluice.engine.FlowOrders;
import io.sluice.engine.FlowRun;
import io.sluice.engine.FlowSources;
import io.sluice.engine.FlowSources.SourceLook;
import io.sluice.engine.FlowTargets;
import io.sluice.engine.FlowTargets.Leaving;
import io.sluice.engine.FlowTargets.TargetFate;
import io.sluice.engine.FlowTargets.TargetFinding;
import io.sluice.engine.LedgerView;
import io.sluice.engine.LiveQueries;
import io.sluice.engine.LiveQueries.LiveQuery;
import io.sluice.engine.Reconciler;
import io.sluice.engine.ReconciliationReport;
import io.sluice.engine.SparkUnavailableException;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Fault;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.ReplayCounts;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.Standing;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * An engine whose flows do only what a test tells them. It notices when two flows of one pipeline are alive at once. Its
 * analysis knows DDL schemas, and takes a transform for invalid that says so.
 */
public final class FakeEngine
        implements Reconciler, FlowEngine, FlowSources, FlowTargets, FlowOrders, LedgerView, LiveQueries {

    public final List<FlowRun> starts = new CopyOnWriteArrayList<>();
    public final List<FakeFlow> flows = new CopyOnWriteArrayList<>();
    public final List<String> violations = new CopyOnWriteArrayList<>();
    public final List<Long> forgotten = new CopyOnWriteArrayList<>();
    public final List<String> dropped = new CopyOnWriteArrayList<>();
    public final Map<Long, Offsets> offsets = new ConcurrentHashMap<>();
    public final List<String> resets = new CopyOnWriteArrayList<>();
    public final Map<Long, Long> consumed = new ConcurrentHashMap<>();

    public volatile ReconciliationReport reconciled = ReconciliationReport.NONE;
    public volatile CountDownLatch reconciliation = new CountDownLatch(0);
    /** What happens at the end of a reconciliation; it may throw. */
    public volatile Runnable reconciling = () -> {};

    public volatile Offsets ends = Offsets.NONE;
    public final Map<Position, Instant> times = new ConcurrentHashMap<>();
    public final Map<Long, Standing> standings = new ConcurrentHashMap<>();

    /** How often the standings of all pipelines were asked for. */
    public final AtomicInteger asked = new AtomicInteger();

    private volatile CountDownLatch standing = new CountDownLatch(0);

    public final AtomicInteger looks = new AtomicInteger();
    public volatile SourceLook look = new SourceLook(List.of(), 0, List.of(), List.of());
    public volatile boolean kafkaIsAway;

    public final List<String> targetObjections = new CopyOnWriteArrayList<>();
    public final List<String> targetNotices = new CopyOnWriteArrayList<>();

    private final Map<Long, FakeFlow> alive = new ConcurrentHashMap<>();
    private volatile Starting starting = run -> {};
    /** What was to be replayed last. */
    public volatile LetterSelection replayed = LetterSelection.ALL;

    private volatile Replaying replaying = committed -> {};
    private volatile Altering altering = (run, next) -> {};
    private volatile boolean unreachable;
    private volatile CountDownLatch answering = new CountDownLatch(0);
    private volatile boolean analysing;
    private final CountDownLatch analysed = new CountDownLatch(1);
    private volatile @Nullable SQLException dropFault;
    private volatile Runnable looking = () -> {};

    /** What happens before positions are set; it may throw, and it may block. */
    @FunctionalInterface
    public interface Altering {
        void alter(FlowRun run, List<Position> next);
    }

    /** What happens before a flow is up; it may throw, and it may block. */
    @FunctionalInterface
    public interface Starting {
        void start(FlowRun run) throws Exception;
    }

    public void onStart(Starting behaviour) {
        starting = behaviour;
    }

    /** What a replay does; it may throw, and it may block. */
    @FunctionalInterface
    public interface Replaying {
        void replay(Consumer<ReplayCounts> committed) throws Exception;
    }

    public void onReplay(Replaying behaviour) {
        replaying = behaviour;
    }

    public void onAlter(Altering behaviour) {
        altering = behaviour;
    }

    /** Postgres and Kafka answer nothing before that. */
    public void hangUntil(CountDownLatch answer) {
        answering = answer;
    }

    /** The ledger does not say how pipelines stand before that. */
    public void standUntil(CountDownLatch answer) {
        standing = answer;
    }

    private void hang() {
        await(answering);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the analysis of transforms that say that it goes slowly. */
    public void analyseSlowly() {
        analysed.countDown();
    }

    /** From now on a transform can be analysed that says that it is for later. */
    public void analyseLater() {
        analysing = true;
    }

    /** @param fault why no target can be dropped; null if they can */
    public void refuseDropping(@Nullable SQLException fault) {
        dropFault = fault;
    }

    /** What happens before targets are looked at; it may throw. */
    public void onLook(Runnable behaviour) {
        looking = behaviour;
    }

    public void storesAreAway(boolean away) {
        unreachable = away;
    }

    public FakeFlow lastFlow() {
        return flows.get(flows.size() - 1);
    }

    public Optional<FakeFlow> alive(long pipelineId) {
        return Optional.ofNullable(alive.get(pipelineId));
    }

    @Override
    public FakeFlow start(FlowRun run) throws Exception {
        starts.add(run);
        if (alive.containsKey(run.pipelineId())) {
            violations.add("a second start of " + run.name());
        }
        starting.start(run);
        FakeFlow flow = new FakeFlow(run, ended -> alive.remove(run.pipelineId(), ended));
        FakeFlow other = alive.putIfAbsent(run.pipelineId(), flow);
        if (other != null) {
            violations.add("two flows of " + run.name());
        }
        flows.add(flow);
        return flow;
    }

    @Override
    public Analysis analyse(FlowSpec spec) {
        if (spec.transform() != null && spec.transform().contains("later") && !analysing) {
            throw new SparkUnavailableException("Spark does not answer");
        }
        if (spec.transform() != null && spec.transform().contains("slowly")) {
            await(analysed);
        }
        List<Fault> faults = new ArrayList<>();
        StructType output = null;
        try {
            output = StructType.fromDDL(spec.source().schema());
        } catch (Exception e) {
            faults.add(new Fault("/source/schema", "is no column list"));
        }
        if (spec.transform() != null && spec.transform().contains("invalid")) {
            faults.add(new Fault("/transform", "is invalid"));
        }
        return new Analysis(faults, output);
    }

    /** The first sink is the one that everything is found about. */
    @Override
    public List<TargetFinding> findings(FlowRun run, StructType output) {
        return run.spec().sinks().stream()
                .map(sink -> new TargetFinding(
                        sink,
                        targetObjections.stream().findFirst(),
                        targetNotices,
                        unreachable ? Optional.of("postgres could not be asked") : Optional.empty()))
                .toList();
    }

    @Override
    public List<String> notices(long pipelineId) {
        return targetNotices;
    }

    @Override
    public List<TargetFate> fates(FlowRun run, Leaving leaving) throws Exception {
        looking.run();
        if (unreachable) {
            throw new SQLException("connection refused", "08001");
        }
        return run.spec().sinks().stream()
                .map(sink ->
                        new TargetFate(sink, true, TargetFate.Action.DROPPED, OptionalLong.of(7), "leaves " + leaving))
                .toList();
    }

    @Override
    public OptionalLong deadLetters(String pipeline, LetterSelection selection) {
        if (unreachable) {
            throw away();
        }
        return OptionalLong.of(2);
    }

    @Override
    public SourceLook look(FlowSpec spec) {
        looks.incrementAndGet();
        if (kafkaIsAway) {
            throw new TimeoutException("Kafka is away");
        }
        return look;
    }

    @Override
    public Offsets positions(long pipelineId) {
        hang();
        if (unreachable) {
            throw away();
        }
        return offsets.getOrDefault(pipelineId, Offsets.NONE);
    }

    private static DataAccessResourceFailureException away() {
        return new DataAccessResourceFailureException("away", new SQLException("connection refused", "08001"));
    }

    @Override
    public Offsets endOffsets(Collection<String> topics) {
        hang();
        return ends;
    }

    @Override
    public Map<Position, Instant> times(Collection<Position> positions) {
        Map<Position, Instant> asked = new HashMap<>(times);
        asked.keySet().retainAll(positions);
        return asked;
    }

    @Override
    public Map<Long, Standing> standings() {
        asked.incrementAndGet();
        await(standing);
        if (unreachable) {
            throw away();
        }
        return Map.copyOf(standings);
    }

    @Override
    public void alter(FlowRun run, List<Position> next) {
        if (unreachable) {
            throw away();
        }
        requireAtRest(run, "altered");
        altering.alter(run, next);
        requireAtRest(run, "altered");
        Offsets.Builder all = new Offsets.Builder();
        positions(run.pipelineId()).forEach(all::put);
        next.forEach(to -> all.put(to.topic(), to.partition(), to.offset()));
        offsets.put(run.pipelineId(), all.build());
    }

    private void requireAtRest(FlowRun run, String what) {
        if (alive.containsKey(run.pipelineId())) {
            violations.add(what + " the running pipeline " + run.name());
        }
    }

    @Override
    public void reset(FlowRun run, boolean keep) throws Exception {
        if (unreachable) {
            throw new SQLException("connection refused", "08001");
        }
        requireAtRest(run, "reset");
        offsets.remove(run.pipelineId());
        resets.add(run.name() + (keep ? " kept" : " removed"));
    }

    @Override
    public void replay(FlowRun run, UUID id, LetterSelection selection, Consumer<ReplayCounts> committed)
            throws Exception {
        replayed = selection;
        replaying.replay(committed);
    }

    @Override
    public Counters counters(long pipelineId, FlowSpec spec) {
        hang();
        if (unreachable) {
            throw away();
        }
        long count = consumed.getOrDefault(pipelineId, 0L);
        return new Counters(
                count,
                0,
                0,
                spec.sinks().stream()
                        .collect(Collectors.toMap(SinkSpec::type, s -> new Counters.SinkCounters(count, 0, count))));
    }

    @Override
    public void forget(long pipelineId) {
        if (alive.containsKey(pipelineId)) {
            violations.add("forgot a running pipeline");
        }
        forgotten.add(pipelineId);
    }

    @Override
    public void dropTargets(FlowRun run) throws Exception {
        if (unreachable) {
            throw new SQLException("connection refused", "08001");
        }
        if (dropFault != null) {
            throw dropFault;
        }
        run.spec().sinks().forEach(sink -> dropped.add(sink.target()));
    }

    @Override
    public List<LiveQuery> queries() {
        return alive.values().stream().map(FakeFlow::live).toList();
    }

    @Override
    public Optional<LiveQuery> query(UUID id) {
        return queries().stream().filter(query -> query.id().equals(id)).findFirst();
    }

    /** Reports that it has begun, and then nothing more until the test lets it. */
    @Override
    public void reconcile(
            FlowRun run, boolean repair, BooleanSupplier cancelled, Consumer<ReconciliationReport> progress)
            throws Exception {
        progress.accept(reconciled);
        while (!reconciliation.await(10, TimeUnit.MILLISECONDS)) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
        }
        reconciling.run();
    }
}
