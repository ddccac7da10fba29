package io.sluice.engine;

import io.sluice.stream.flow.Position;
import io.sluice.stream.kafka.TopicState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A flow cannot go on at the positions that were asked for. */
public final class OffsetsRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Map<Position, String> reasons;

    /** @param reasons why, for each position that cannot be */
    public OffsetsRefusedException(Map<Position, String> reasons) {
        super(String.join("; ", reasons.values()));
        this.reasons = Map.copyOf(reasons);
    }

    /** Why, for each position that cannot be. */
    public Map<Position, String> reasons() {
        return reasons;
    }

    public static void check(List<Position> next, Map<String, TopicState> topics) {
        Map<Position, String> reasons = new LinkedHashMap<>();
        for (Position position : next) {
            TopicState topic = topics.get(position.topic());
            TopicState.Range range = topic == null ? null : topic.partitions().get(position.partition());
            if (topic == null) {
                reasons.put(position, "The pipeline does not read the topic " + position.topic());
            } else if (range == null) {
                reasons.put(
                        position,
                        "The topic %s has no partition %d, only 0 to %d"
                                .formatted(
                                        position.topic(),
                                        position.partition(),
                                        topic.partitions().size() - 1));
            } else if (position.offset() < range.begin() || position.offset() > range.end()) {
                reasons.put(
                        position,
                        "Partition %d of the topic %s has the offsets from %d on and ends before %d; choose from %d to %d"
                                .formatted(
                                        position.partition(),
                                        position.topic(),
                                        range.begin(),
                                        range.end(),
                                        range.begin(),
                                        range.end()));
            }
        }
        if (!reasons.isEmpty()) {
            throw new OffsetsRefusedException(reasons);
        }
    }
}
