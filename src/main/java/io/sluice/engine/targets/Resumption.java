package io.sluice.engine.targets;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowDefinitionException.Obstacle;
import io.sluice.engine.FlowRun;
import io.sluice.engine.OffsetsRefusedException;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.kafka.LostPositionException;
import io.sluice.stream.kafka.SourcePositions;
import io.sluice.stream.kafka.TopicState;
import io.sluice.stream.kafka.Topics;
import io.sluice.stream.ledger.Positions;
import io.sluice.stream.task.Redelivery;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the offsets at which a start of a flow continues: where the ledger proves that it got to, as long as Kafka still has what comes
 * next, in the same topics.
 */
public final class Resumption {

    private final Topics topics;
    private final Positions ledger;
    private final StoreMarks marks;

    Resumption(Topics topics, Positions ledger, StoreMarks marks) {
        this.topics = topics;
        this.ledger = ledger;
        this.marks = marks;
    }

    /**
     * @param positions the next offset in every partition of every topic
     * @param topicIds Kafka's id of each topic
     * @param marked what is known of the store that keeps marks; empty if the flow does not write there
     */
    public record Point(Offsets positions, Map<String, String> topicIds, Optional<MarkedRun> marked) {

        /** What is carried once more. */
        public Redelivery redelivery() {
            return marked.map(MarkedRun::redelivery).orElse(Redelivery.NONE);
        }

        /** Where to read from: what is carried once more comes first. */
        public Offsets begin() {
            return redelivery().begin(positions);
        }

        public int partitions() {
            return positions.size();
        }
    }

    /**
     * Finds where to go on, and notes it in the ledger if it is the first time. The pipeline's earlier runs must not be able to
     * write any more.
     *
     * @throws FlowDefinitionException if somebody has to decide, with what cannot be read and what can be done
     */
    Point begin(FlowRun run) throws SQLException, InterruptedException {
        Offsets known = ledger.positions(run.pipelineId());
        Map<String, TopicState> states = topics.states(run.spec().source().topics());
        Map<String, String> ids = ids(states);
        requireSameTopics(run, ids);
        if (known.isEmpty()) {
            marks.start().requireUnknown(run, origins(run));
        }
        Offsets positions = positions(run, states, known);
        // The ledger first: a mark of which it knows nothing is another ledger's, which the next attempt would refuse.
        ledger.begin(run.pipelineId(), positions, run.spec().sinks(), ids);
        return new Point(positions, ids, marks.start().begin(run, positions, states));
    }

    /** @throws FlowDefinitionException if a topic was created again since the flow has read it */
    Map<String, TopicState> sameTopics(FlowRun run) throws SQLException, InterruptedException {
        Map<String, TopicState> states = topics.states(run.spec().source().topics());
        requireSameTopics(run, ids(states));
        return states;
    }

    /**
     * Lets a flow that does not run go on elsewhere.
     *
     * @throws OffsetsRefusedException if Kafka does not have these positions
     * @throws FlowDefinitionException if the topics are not those that were read
     */
    void alter(FlowRun run, List<Position> next) throws SQLException, InterruptedException {
        Map<String, TopicState> states = topics.states(run.spec().source().topics());
        requireSameTopics(run, ids(states));
        requireReadable(next, states);
        if (ledger.positions(run.pipelineId()).isEmpty()) {
            ledger.begin(
                    run.pipelineId(),
                    positions(run, states, Offsets.NONE),
                    run.spec().sinks(),
                    ids(states));
        }
        Offsets.Builder positions = new Offsets.Builder();
        next.forEach(position -> positions.put(position.topic(), position.partition(), position.offset()));
        ledger.alter(run.pipelineId(), run.name(), positions.build());
    }

    private static void requireReadable(List<Position> next, Map<String, TopicState> topics) {
        Map<Position, String> reasons = new LinkedHashMap<>();
        for (Position position : next) {
            String objection = objection(position, topics.get(position.topic()));
            if (objection != null) {
                reasons.put(position, objection);
            }
        }
        if (!reasons.isEmpty()) {
            throw new OffsetsRefusedException(reasons);
        }
    }

    private static @Nullable String objection(Position to, @Nullable TopicState topic) {
        if (topic == null) {
            return "The pipeline does not read the topic " + to.topic();
        }
        TopicState.Range range = topic.partitions().get(to.partition());
        if (range == null) {
            return "The topic %s has no partition %d, only 0 to %d"
                    .formatted(to.topic(), to.partition(), topic.partitions().size() - 1);
        }
        if (to.offset() < range.begin() || to.offset() > range.end()) {
            return "Partition %d of the topic %s has the offsets from %d on and ends before %d; choose from %d to %d"
                    .formatted(to.partition(), to.topic(), range.begin(), range.end(), range.begin(), range.end());
        }
        return null;
    }

    /** Kafka's ids of the topics that the targets in stores with marks hold, as far as this ledger knows. */
    private Map<String, String> origins(FlowRun run) throws SQLException {
        Map<String, String> origins = new HashMap<>();
        for (SinkSpec sink : run.spec().sinks()) {
            if (marks.isMarked(sink)) {
                origins.putAll(ledger.origins(sink));
            }
        }
        return origins;
    }

    private static Map<String, String> ids(Map<String, TopicState> states) {
        return states.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, topic -> topic.getValue().id()));
    }

    private Offsets positions(FlowRun run, Map<String, TopicState> states, Offsets known) throws InterruptedException {
        SourceSpec source = run.spec().source();
        Offsets atTimestamp = source.startingOffsets() instanceof StartingOffsets.At at
                        && !known.topics().containsAll(source.topics())
                ? topics.offsetsAt(states, at.timestamp())
                : Offsets.NONE;
        try {
            return SourcePositions.resolve(source, states, known, atTimestamp);
        } catch (IllegalArgumentException e) {
            throw new FlowDefinitionException(String.valueOf(e.getMessage()));
        } catch (LostPositionException e) {
            throw new FlowDefinitionException(
                    Obstacle.LOST_POSITION,
                    run,
                    "Pipeline " + run.name() + " cannot go on where it stands: " + e.getMessage() + ".");
        }
    }

    /** A topic that was created again has other records at the same offsets. */
    private void requireSameTopics(FlowRun run, Map<String, String> ids) throws SQLException {
        FlowSpec spec = run.spec();
        for (SinkSpec sink : spec.sinks()) {
            Map<String, String> origins = ledger.origins(sink);
            for (Map.Entry<String, String> topic : ids.entrySet()) {
                String origin = origins.getOrDefault(topic.getKey(), topic.getValue());
                if (!origin.equals(topic.getValue())) {
                    throw new FlowDefinitionException(
                            Obstacle.OTHER_TOPIC,
                            run,
                            ("The topic \"%s\" was deleted and created again (its id was %s and is %s), so its offsets"
                                            + " have begun anew, and what %s has of them from before is of other"
                                            + " records%s.")
                                    .formatted(
                                            topic.getKey(),
                                            origin,
                                            topic.getValue(),
                                            sink.type().label() + " " + sink.target(),
                                            read(run, topic.getKey())));
                }
            }
        }
    }

    private String read(FlowRun run, String topic) throws SQLException {
        Map<Integer, Long> positions = ledger.positions(run.pipelineId()).partitions(topic);
        return positions.isEmpty()
                ? ""
                : positions.entrySet().stream()
                        .map(p -> "partition " + p.getKey() + " up to offset " + p.getValue())
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}
