package io.sluice.engine.targets;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowOrders;
import io.sluice.engine.FlowRun;
import io.sluice.engine.FlowTargets;
import io.sluice.engine.FlowTargets.Leaving;
import io.sluice.engine.FlowTargets.TargetFate;
import io.sluice.engine.FlowTargets.TargetFinding;
import io.sluice.engine.LedgerView;
import io.sluice.engine.session.Checkpoints;
import io.sluice.engine.session.SparkRuntime;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.Standing;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.kafka.MissingTopicException;
import io.sluice.stream.kafka.TopicState;
import io.sluice.stream.kafka.Topics;
import io.sluice.stream.ledger.Generations;
import io.sluice.stream.ledger.LedgerDatabase;
import io.sluice.stream.ledger.NotedTargets;
import io.sluice.stream.ledger.Positions;
import io.sluice.stream.ledger.Standings;
import io.sluice.stream.store.StoreWriter;
import io.sluice.stream.store.Stores;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.types.StructType;
import org.springframework.stereotype.Component;

/** Tells and changes what there is of flows outside this process: in the ledger, in the stores, and in checkpoints. */
@Component
public final class StoredFlows implements FlowTargets, FlowOrders, LedgerView {

    private static final String READING = "Reading the ledger";

    private static final DateTimeFormatter ASIDE =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    private final Targets targets;
    private final TargetRemoval removal;
    private final Generations generations;
    private final Positions positions;
    private final Standings standings;
    private final StoreMarks marks;
    private final Topics topics;
    private final Resumption resumption;
    private final Checkpoints checkpoints;
    private final SparkRuntime spark;

    public StoredFlows(
            Stores stores,
            LedgerDatabase ledger,
            StoreMarks marks,
            Topics topics,
            Checkpoints checkpoints,
            SparkRuntime spark) {
        NotedTargets noted = new NotedTargets(ledger);
        this.targets = new Targets(stores, noted);
        this.removal = new TargetRemoval(targets, noted);
        this.generations = new Generations(ledger);
        this.positions = new Positions(ledger);
        this.standings = new Standings(ledger);
        this.marks = marks;
        this.topics = topics;
        this.resumption = new Resumption(topics, positions, marks);
        this.checkpoints = checkpoints;
        this.spark = spark;
    }

    /** @throws MissingTopicException naming a topic that does not exist */
    public void requireTopics(FlowSpec spec) throws InterruptedException {
        topics.states(spec.source().topics());
    }

    /**
     * Makes the flow's targets or widens them, and makes the writers for them.
     *
     * @throws FlowDefinitionException if a target cannot take the rows, or is gone with what was stored in it
     */
    public Map<StoreType, StoreWriter.Factory> prepare(FlowRun run, StructType output) throws Exception {
        return targets.prepare(run, output, counters(run.pipelineId(), run.spec()));
    }

    /**
     * The flow's topics as Kafka has them.
     *
     * @throws MissingTopicException naming a topic that does not exist
     * @throws FlowDefinitionException if they are not those that the flow has read
     */
    public Map<String, TopicState> sameTopics(FlowRun run) throws SQLException, InterruptedException {
        return resumption.sameTopics(run);
    }

    /**
     * Notes that the store which keeps marks has everything again, if it had gone back.
     *
     * @param from from where on it was given everything
     * @param positions up to where it has everything
     */
    public void restored(FlowRun run, Offsets from, Offsets positions) throws SQLException {
        marks.restored(run, from, positions);
    }

    /** Raises the pipeline's generation, so that nobody else's writes count any more, and returns it. */
    public long raiseGeneration(FlowRun run) throws SQLException {
        return generations.raise(run.pipelineId());
    }

    /** The pipeline's generation; 0 if it was never started, or is deleted. */
    public long generation(FlowRun run) throws SQLException {
        return generations.current(run.pipelineId());
    }

    /**
     * Finds where to go on; notes it in the ledger if it is the first time. The pipeline's earlier runs must not be able
     * to write any more.
     *
     * @throws FlowDefinitionException if somebody has to decide
     */
    public Resumption.Point begin(FlowRun run) throws SQLException, InterruptedException {
        return resumption.begin(run);
    }

    /** Puts a mark between what the pipeline has stored before and what it stores after. */
    public void separate(FlowRun run) throws SQLException {
        marks.separate(run);
    }

    /** The same after everything is stored, which it does not make fail. */
    public void separateAfter(FlowRun run) {
        marks.separateAfter(run);
    }

    @Override
    public Offsets positions(long pipelineId) {
        return SqlErrors.ask(READING, () -> positions.positions(pipelineId));
    }

    @Override
    public Counters counters(long pipelineId, FlowSpec spec) {
        List<StoreType> types = spec.sinks().stream().map(SinkSpec::type).toList();
        return SqlErrors.ask(READING, () -> standings.counters(pipelineId, types));
    }

    @Override
    public Map<Long, Standing> standings() {
        return SqlErrors.ask(READING, standings::all);
    }

    @Override
    public OptionalLong deadLetters(String pipeline, LetterSelection selection) {
        return SqlErrors.ask("Counting dead letters", () -> standings.deadLetters(pipeline, selection));
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
    public void alter(FlowRun run, List<Position> next) throws InterruptedException {
        try {
            SqlErrors.carryOut("Setting positions in the ledger", () -> resumption.alter(run, next));
        } catch (MissingTopicException e) {
            throw new FlowDefinitionException("The pipeline's next offsets cannot be set: " + e.getMessage() + ".");
        }
    }

    @Override
    public void reset(FlowRun run, boolean keep) throws Exception {
        raiseGeneration(run);
        String suffix = "_until_" + ASIDE.format(Instant.now());
        List<ClearTarget> clear = removal.carryOut(run, keep ? Leaving.ASIDE : Leaving.NOTHING, suffix);
        marks.forget(run.pipelineId(), clear);
        positions.reset(
                run.pipelineId(), run.name(), ClearTarget.origins(clear, run), keep ? run.name() + suffix : null);
        targets.forget(run.pipelineId());
        checkpoints.delete(spark.session(), run.pipelineId());
    }

    @Override
    public void dropTargets(FlowRun run) throws Exception {
        List<ClearTarget> clear = removal.carryOut(run, Leaving.NOTHING, "");
        marks.forget(run.pipelineId(), clear);
        positions.forgetOrigins(ClearTarget.origins(clear, run));
    }

    @Override
    public void forget(long pipelineId) {
        SqlErrors.carryOut("Forgetting positions", () -> positions.forget(pipelineId));
        checkpoints.delete(spark.session(), pipelineId);
    }
}
