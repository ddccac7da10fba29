package io.sluice.stream.kafka;

import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import java.time.Instant;
import java.util.Map;

/** What a definition says of where to begin: Kafka's marks for the ends of a log, and whether it fits the topics. */
final class StartingPositions {

    static final long LATEST = -1;
    static final long EARLIEST = -2;

    private StartingPositions() {}

    /**
     * The first millisecond that is not before the instant. Never negative, because Kafka takes negative timestamps for
     * its markers of the log's ends.
     */
    static long millis(Instant timestamp) {
        Instant up = timestamp.plusNanos(999_999);
        return Math.max(0, up.toEpochMilli());
    }

    /** @throws IllegalArgumentException if an offset is given for a topic or partition that is not read */
    static void validate(SourceSpec spec, Map<String, TopicState> topics) {
        if (!(spec.startingOffsets() instanceof StartingOffsets.Exact exact)) {
            return;
        }
        exact.offsets().forEach((topic, partition, offset) -> {
            if (!spec.topics().contains(topic)) {
                throw new IllegalArgumentException("startingOffsets names the topic \"" + topic
                        + "\", which the source does not read; take it out, or add the topic");
            }
            TopicState state = topics.get(topic);
            if (state == null) {
                throw new MissingTopicException(topic);
            }
            validate(topic, state, partition, offset);
        });
    }

    private static void validate(String topic, TopicState state, int partition, long offset) {
        if (!state.partitions().containsKey(partition)) {
            throw new IllegalArgumentException("startingOffsets names partition " + partition + " of the topic \""
                    + topic + "\", which has partitions 0 to "
                    + (state.partitions().size() - 1));
        }
        if (offset < EARLIEST) {
            throw new IllegalArgumentException("startingOffsets has the offset " + offset + " for partition "
                    + partition + " of the topic \"" + topic
                    + "\"; offsets begin at 0 (-1 is the latest, -2 the earliest)");
        }
    }
}
