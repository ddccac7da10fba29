package io.sluice.engine;

import io.sluice.flow.FlowSpec;
import io.sluice.flow.SinkSpec;
import io.sluice.flow.StartingOffsets;
import io.sluice.flow.StoreType;
import io.sluice.kafka.TopicState;
import io.sluice.sink.MarkLedger;
import io.sluice.sink.mongo.MongoMarks;
import io.sluice.sink.mongo.MongoMarks.Mark;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds a Mongo that has gone back to an older state, and a Postgres that knows nothing of what Mongo has. Both keep the
 * number of a mark, which Mongo has acknowledged before Postgres notes it: a smaller number in Mongo means that Mongo has
 * lost what came since, and its mark says from where. See docs/adr/0013-stores-that-go-back.md. Thread-safe.
 */
final class StoreMarks {

    private static final Map<String, Map<Integer, Long>> NOTHING = Map.of();

    private final MarkLedger ledger;
    private final MongoMarks mongo;

    StoreMarks(MarkLedger ledger, MongoMarks mongo) {
        this.ledger = ledger;
        this.mongo = mongo;
    }

    /** The one in Mongo that the flow writes, if any. */
    static Optional<String> collection(FlowSpec spec) {
        return spec.sinks().stream()
                .filter(sink -> sink.type() == StoreType.MONGO)
                .map(SinkSpec::target)
                .findFirst();
    }

    /**
     * Before a flow begins where its ledger stands, and while nobody writes for it: Mongo must have what is before that.
     *
     * @param positions where it is to begin, as the ledger has it
     * @param states what Kafka has
     * @throws FlowDefinitionException if Mongo lacks something, with the ranges and what to do
     */
    void begin(FlowRun run, Map<String, Map<Integer, Long>> positions, Map<String, TopicState> states)
            throws SQLException {
        Optional<String> target = collection(run.spec());
        if (target.isEmpty()) {
            return;
        }
        long id = run.pipelineId();
        // In this order: the watch of a run before may still put a mark into both.
        long known = ledger.numbers(List.of(id)).getOrDefault(id, 0L);
        Mark mark = mongo.of(List.of(id)).get(id);
        long number = mark == null ? 0 : mark.number();
        if (number < known) {
            List<String> missing = missing(positions, mark == null ? ledger.began(id) : mark.positions(), states);
            if (!missing.isEmpty()) {
                throw new FlowDefinitionException(
                        ("Mongo has gone back to an older state: its collection %s may lack what pipeline %s has stored"
                                        + " of %s. Set the pipeline back with PATCH /api/v1/pipelines/%s/offsets to where"
                                        + " these ranges begin; what is missing is then stored again, and Postgres keeps"
                                        + " its rows as they are.")
                                .formatted(target.get(), run.name(), String.join(", ", missing), run.name()));
            }
        }
        Mark next = new Mark(target.get(), Math.max(number, known) + 1, positions);
        if (!mongo.replace(id, mark, next)) {
            throw new IllegalStateException(
                    "Somebody else has changed the mark of pipeline " + run.name() + " in Mongo");
        }
        ledger.note(Map.of(id, next.number()));
    }

    /** What is behind the mark, unless Kafka does not have it either. */
    private static List<String> missing(
            Map<String, Map<Integer, Long>> positions,
            Map<String, Map<Integer, Long>> marked,
            Map<String, TopicState> states) {
        List<String> missing = new ArrayList<>();
        new TreeMap<>(positions)
                .forEach((topic, partitions) -> new TreeMap<>(partitions).forEach((partition, next) -> {
                    long had = marked.getOrDefault(topic, Map.of()).getOrDefault(partition, 0L);
                    TopicState state = states.get(topic);
                    TopicState.Range range =
                            state == null ? null : state.partitions().get(partition);
                    long begin = range == null ? had : Math.max(had, range.begin());
                    if (next > begin) {
                        missing.add("topic \"%s\", partition %d, offsets %d to %d%s"
                                .formatted(
                                        topic,
                                        partition,
                                        begin,
                                        next - 1,
                                        begin > had ? " (those from " + had + " on are not in Kafka any more)" : ""));
                    }
                }));
        return missing;
    }

    /**
     * Before a flow begins of which the ledger knows nothing, not at the beginning of its topics.
     *
     * @param known the topics whose positions the ledger knows the collection to hold
     * @throws FlowDefinitionException if Mongo has what another Postgres, or a later state of this one, has carried
     */
    void requireUnknown(FlowRun run, Map<String, String> known) {
        Optional<String> target = collection(run.spec());
        if (target.isEmpty() || run.spec().source().startingOffsets() instanceof StartingOffsets.Earliest) {
            return;
        }
        for (Mark mark : mongo.ofTarget(target.get())) {
            for (String topic : run.spec().source().topics()) {
                Map<Integer, Long> partitions = mark.positions().getOrDefault(topic, Map.of());
                if (!partitions.isEmpty() && !known.containsKey(topic)) {
                    throw new FlowDefinitionException(
                            ("Mongo's collection %s has records of topic \"%s\" (%s), of which this Postgres knows"
                                            + " nothing: it is another one, or has gone back to an older state. Beginning"
                                            + " where the definition says might leave a gap. Say where to begin with PATCH"
                                            + " /api/v1/pipelines/%s/offsets, or connect the right Postgres.")
                                    .formatted(target.get(), topic, upTo(partitions), run.name()));
                }
            }
        }
    }

    private static String upTo(Map<Integer, Long> partitions) {
        List<String> ends = new ArrayList<>();
        new TreeMap<>(partitions)
                .forEach((partition, next) -> ends.add("partition " + partition + " up to offset " + next));
        return String.join(", ", ends);
    }

    /**
     * Marks how far the ledger says that flows got; what it says, Mongo has acknowledged before.
     *
     * @param targets the collections of flows that run, by the ids of their pipelines
     * @param positions what the ledger says of them
     * @return the pipelines whose Mongo has gone back
     */
    List<Long> renew(Map<Long, String> targets, Map<Long, Map<String, Map<Integer, Long>>> positions)
            throws SQLException {
        List<Long> behind = new ArrayList<>();
        if (targets.isEmpty()) {
            return behind;
        }
        Map<Long, Long> known = ledger.numbers(targets.keySet());
        Map<Long, Mark> marks = mongo.of(targets.keySet());
        Map<Long, Long> written = new HashMap<>();
        targets.forEach((id, target) -> {
            Mark mark = marks.get(id);
            long number = known.getOrDefault(id, 0L);
            if (mark == null || mark.number() < number) {
                behind.add(id);
                return;
            }
            Mark next = new Mark(target, mark.number() + 1, positions.getOrDefault(id, NOTHING));
            if (!next.positions().equals(mark.positions()) && mongo.replace(id, mark, next)) {
                written.put(id, next.number());
            }
        });
        ledger.note(written);
        return behind;
    }

    /** @param clear the targets that are gone, or have another name now */
    void forget(List<SinkSpec> clear) {
        clear.stream().filter(sink -> sink.type() == StoreType.MONGO).forEach(sink -> mongo.forget(sink.target()));
    }
}
