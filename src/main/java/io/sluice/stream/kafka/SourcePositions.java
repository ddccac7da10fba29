package io.sluice.stream.kafka;

import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where a flow continues in every partition of its topics. A topic of which positions are known goes on there, and its
 * other partitions are new and read whole; any other topic begins where the definition says.
 */
public final class SourcePositions {

    private final SourceSpec spec;
    private final Map<String, TopicState> topics;
    private final Offsets known;
    private final List<String> lost = new ArrayList<>();

    private SourcePositions(SourceSpec spec, Map<String, TopicState> topics, Offsets known) {
        this.spec = spec;
        this.topics = topics;
        this.known = known;
    }

    /**
     * @param topics the state of every topic of the source
     * @param known the next offset of each partition, as far as the flow has one
     * @param atTimestamp the offsets of {@link StartingOffsets.At}, -1 for the end; else empty
     * @throws IllegalArgumentException if the definition begins in a partition that does not exist
     * @throws LostPositionException if an offset to read is not there any more, or was never there
     */
    public static Offsets resolve(SourceSpec spec, Map<String, TopicState> topics, Offsets known, Offsets atTimestamp) {
        StartingPositions.validate(spec, topics);
        return new SourcePositions(spec, topics, known).resolve(atTimestamp);
    }

    private Offsets resolve(Offsets atTimestamp) {
        Offsets.Builder positions = new Offsets.Builder();
        for (String topic : spec.topics()) {
            TopicState state = topics.get(topic);
            if (state == null) {
                throw new MissingTopicException(topic);
            }
            Map<Integer, Long> before = known.partitions(topic);
            checkPartitions(topic, state, before);
            state.partitions().forEach((partition, range) -> {
                long offset = before.isEmpty()
                        ? start(topic, partition, range, atTimestamp)
                        : before.getOrDefault(partition, 0L);
                check(topic, partition, range, offset);
                positions.put(topic, partition, offset);
            });
        }
        if (!lost.isEmpty()) {
            throw new LostPositionException(lost);
        }
        return positions.build();
    }

    private void checkPartitions(String topic, TopicState state, Map<Integer, Long> before) {
        before.forEach((partition, offset) -> {
            if (!state.partitions().containsKey(partition)) {
                lost.add("topic \"%s\" has no partition %d any more, which was read up to offset %d"
                        .formatted(topic, partition, offset));
            }
        });
    }

    private long start(String topic, int partition, TopicState.Range range, Offsets atTimestamp) {
        StartingOffsets start = spec.startingOffsets();
        long offset = StartingPositions.EARLIEST;
        if (start instanceof StartingOffsets.Latest) {
            offset = StartingPositions.LATEST;
        } else if (start instanceof StartingOffsets.At) {
            offset = atTimestamp.get(topic, partition, StartingPositions.LATEST);
        } else if (start instanceof StartingOffsets.Exact exact) {
            offset = exact.offsets().get(topic, partition, StartingPositions.EARLIEST);
        }
        if (offset == StartingPositions.EARLIEST) {
            return range.begin();
        }
        return offset == StartingPositions.LATEST ? range.committedEnd() : offset;
    }

    private void check(String topic, int partition, TopicState.Range range, long offset) {
        if (offset < range.begin()) {
            lost.add("topic \"%s\", partition %d: offsets %d to %d are not there any more; the first is %d"
                    .formatted(topic, partition, offset, range.begin() - 1, range.begin()));
        } else if (offset > range.end()) {
            lost.add("topic \"%s\", partition %d: it ends at offset %d, before %d, where reading would go on"
                    .formatted(topic, partition, range.end(), offset));
        }
    }
}
