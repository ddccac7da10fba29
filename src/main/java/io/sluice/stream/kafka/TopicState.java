package io.sluice.stream.kafka;

import java.util.Map;

/**
 * A topic as Kafka has it at a moment.
 *
 * @param id Kafka's own, new each time that a topic of this name is created
 * @param partitions what each partition holds
 */
public record TopicState(String id, Map<Integer, Range> partitions) {

    public TopicState {
        partitions = Map.copyOf(partitions);
    }

    /**
     * @param begin the first offset that is still there
     * @param end the offset after the newest record, committed or not
     * @param committedEnd the offset up to which every transaction is decided, where a reader of committed records ends
     */
    public record Range(long begin, long end, long committedEnd) {}
}
