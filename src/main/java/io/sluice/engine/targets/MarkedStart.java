package io.sluice.engine.targets;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowDefinitionException.Obstacle;
import io.sluice.engine.FlowRun;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.kafka.TopicState;
import io.sluice.stream.ledger.MarkNumbers;
import io.sluice.stream.store.Marks;
import io.sluice.stream.store.Marks.Mark;
import io.sluice.stream.task.Redelivery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What marks say before a flow begins: whether the store that keeps them has what the ledger says that it has, and what it
 * gets once more. Thread-safe.
 */
final class MarkedStart {

    private static final Logger LOG = LoggerFactory.getLogger(MarkedStart.class);

    private final MarkNumbers ledger;
    private final MarkedStore store;

    MarkedStart(MarkNumbers ledger, MarkedStore store) {
        this.ledger = ledger;
        this.store = store;
    }

    /**
     * Must be called before a flow begins where its ledger stands, while nobody writes for it. The store must have what is
     * before that, or gets it once more.
     *
     * @param positions where it is to begin, as the ledger has it
     * @param states what Kafka has
     * @return empty if the flow writes no store that keeps marks
     * @throws FlowDefinitionException if the store lacks something, with the ranges and what to do
     */
    Optional<MarkedRun> begin(FlowRun run, Offsets positions, Map<String, TopicState> states) throws SQLException {
        Optional<String> target = store.target(run.spec());
        if (target.isEmpty()) {
            return Optional.empty();
        }
        long id = run.pipelineId();
        Marks marks = store.marks();
        String server = marks.server();
        // In this order: the watch of a run before may still put a mark into both.
        long known = ledger.numbers(List.of(id)).getOrDefault(id, 0L);
        @Nullable Mark mark = marks.of(List.of(id)).get(id);
        if (number(mark) < known) {
            mark = marks.newest(id).orElse(null);
        }
        if (number(mark) < known) {
            requireNothingMissing(run, target.get(), positions, had(id, mark), states);
        }
        Redelivery redelivery = mark == null || mark.number() < known
                ? Redelivery.NONE
                : redelivery(run, mark.number() == known ? mark.positions() : mark.before(), mark, positions, states);
        Offsets sure = redelivery.begin(positions);
        Mark next =
                new Mark(target.get(), Math.max(number(mark), known) + 1, sure, sure, MarkedDefinition.of(run.spec()));
        if (!marks.replace(id, mark, next)) {
            throw new IllegalStateException(
                    "Somebody else has changed the mark of pipeline " + run.name() + " in " + store.name());
        }
        ledger.note(Map.of(id, next.number()));
        return Optional.of(new MarkedRun(server, redelivery));
    }

    static long number(@Nullable Mark mark) {
        return mark == null ? 0 : mark.number();
    }

    /** Tells up to where a store that has gone back has everything. */
    Offsets had(long pipelineId, @Nullable Mark mark) throws SQLException {
        Offsets marked = mark == null ? ledger.began(pipelineId) : mark.positions();
        return marked.earlier(ledger.replayed(pipelineId, number(mark)));
    }

    private void requireNothingMissing(
            FlowRun run, String target, Offsets positions, Offsets had, Map<String, TopicState> states) {
        List<String> missing = missing(positions, had, states);
        if (!missing.isEmpty()) {
            throw new FlowDefinitionException(
                    Obstacle.STORE_WENT_BACK,
                    run,
                    "%s has gone back to an older state: its %s may lack what pipeline %s has stored of %s."
                            .formatted(store.name(), store.named(target), run.name(), String.join(", ", missing)));
        }
    }

    /** What is behind the mark, unless Kafka does not have it either. */
    private static List<String> missing(Offsets positions, Offsets marked, Map<String, TopicState> states) {
        List<String> missing = new ArrayList<>();
        positions.forEach((topic, partition, next) -> {
            long had = marked.get(topic, partition, 0);
            long begin = Math.max(had, firstInKafka(states, topic, partition));
            if (next > begin) {
                missing.add("topic \"%s\", partition %d, offsets %d to %d%s"
                        .formatted(
                                topic,
                                partition,
                                begin,
                                next - 1,
                                begin > had ? " (those from " + had + " on are not in Kafka any more)" : ""));
            }
        });
        return missing;
    }

    /** The first offset that Kafka still has; 0 if that is not known. */
    private static long firstInKafka(Map<String, TopicState> states, String topic, int partition) {
        TopicState state = states.get(topic);
        TopicState.Range range = state == null ? null : state.partitions().get(partition);
        return range == null ? 0 : range.begin();
    }

    /**
     * What a store that has this mark may lack for all that: it can be a copy of later than the mark, which has the same. A
     * run that ends by an order, or by a failure of its own, marks where it ends, so this is little.
     */
    private Redelivery redelivery(
            FlowRun run, Offsets had, Mark mark, Offsets positions, Map<String, TopicState> states)
            throws SQLException {
        Offsets first = ledger.first(run.pipelineId());
        Map<String, Map<Integer, Redelivery.Range>> ranges = new HashMap<>();
        positions.forEach((topic, partition, next) -> {
            // Without these bounds it might carry what was never to be carried.
            long carried = first.get(topic, partition, next);
            long from = Math.max(had.get(topic, partition, carried), carried);
            from = Math.max(from, firstInKafka(states, topic, partition));
            if (from < next) {
                ranges.computeIfAbsent(topic, name -> new HashMap<>()).put(partition, new Redelivery.Range(from, next));
            }
        });
        Redelivery redelivery = new Redelivery(store.type(), ranges);
        if (redelivery.offsets() == 0) {
            return Redelivery.NONE;
        }
        if (!mark.definition().equals(MarkedDefinition.of(run.spec()))) {
            LOG.warn(
                    "Pipeline {}: its definition has changed since its last run, which could not say at its end what {}"
                            + " has; nothing is written there again, because other rows might come of it",
                    run.name(),
                    store.name());
            return Redelivery.NONE;
        }
        LOG.info(
                "Pipeline {}: its last run could not say at its end what {} has, so up to {} records go there again",
                run.name(),
                store.name(),
                redelivery.offsets());
        return redelivery;
    }

    /**
     * Must be called before a flow begins of which the ledger knows nothing, unless it begins where its topics do.
     *
     * @param known the topics whose positions the ledger knows the target to hold
     * @throws FlowDefinitionException if the store has what another ledger, or a later state of this one, has carried
     */
    void requireUnknown(FlowRun run, Map<String, String> known) {
        Optional<String> target = store.target(run.spec());
        if (target.isEmpty() || run.spec().source().startingOffsets() instanceof StartingOffsets.Earliest) {
            return;
        }
        for (Mark mark : store.marks().ofTarget(target.get())) {
            for (String topic : run.spec().source().topics()) {
                Map<Integer, Long> partitions = mark.positions().partitions(topic);
                if (!partitions.isEmpty() && !known.containsKey(topic)) {
                    throw new FlowDefinitionException(
                            Obstacle.UNKNOWN_TO_LEDGER,
                            run,
                            ("%s's %s has records of topic \"%s\" (%s), of which this ledger knows"
                                            + " nothing: it is another database, or has gone back to an older state. Beginning"
                                            + " where the definition says might leave a gap.")
                                    .formatted(store.name(), store.named(target.get()), topic, upTo(partitions)));
                }
            }
        }
    }

    private static String upTo(Map<Integer, Long> partitions) {
        List<String> ends = new ArrayList<>();
        partitions.forEach((partition, next) -> ends.add("partition " + partition + " up to offset " + next));
        return String.join(", ", ends);
    }
}
