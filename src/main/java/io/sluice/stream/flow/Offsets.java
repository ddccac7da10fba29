package io.sluice.stream.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One offset for each of some partitions, in the order of topics and partitions. Immutable; travels to executors.
 *
 * @param byTopic by the topic's name and the partition's number; a topic without partitions is left out
 */
public record Offsets(Map<String, Map<Integer, Long>> byTopic) implements Serializable {

    /** The offsets of no partition at all. */
    public static final Offsets NONE = new Offsets(Map.of());

    private static final long serialVersionUID = 1L;

    /** Is told of each partition and its offset. */
    @FunctionalInterface
    public interface Visitor<E extends Exception> {
        void visit(String topic, int partition, long offset) throws E;
    }

    /** Yields what stands in place of a partition's offset. */
    @FunctionalInterface
    public interface Change {
        long apply(String topic, int partition, long offset);
    }

    public Offsets {
        Map<String, Map<Integer, Long>> sorted = new TreeMap<>();
        byTopic.forEach((topic, partitions) -> {
            if (!partitions.isEmpty()) {
                sorted.put(topic, Collections.unmodifiableMap(new TreeMap<>(partitions)));
            }
        });
        byTopic = Collections.unmodifiableMap(sorted);
    }

    /** Collects offsets one by one. Not thread-safe. */
    public static final class Builder {

        private final Map<String, Map<Integer, Long>> byTopic = new TreeMap<>();

        /** Returns whether the partition had no offset before. */
        public boolean put(String topic, int partition, long offset) {
            return byTopic.computeIfAbsent(topic, name -> new TreeMap<>()).put(partition, offset) == null;
        }

        /** Keeps the greater offset of a partition that has one already. */
        public void putLater(Offsets others) {
            put(others, Math::max);
        }

        private void put(Offsets others, BinaryOperator<Long> choice) {
            others.forEach((topic, partition, offset) ->
                    byTopic.computeIfAbsent(topic, name -> new TreeMap<>()).merge(partition, offset, choice));
        }

        public Offsets build() {
            return new Offsets(byTopic);
        }
    }

    /**
     * Reads what {@link #toJson} writes.
     *
     * @param json null, as of a source that has no offsets yet, gives none
     * @throws IllegalArgumentException if it is anything else
     */
    public static Offsets parse(@Nullable String json) {
        try {
            return json == null ? NONE : new Offsets(Json.MAPPER.readValue(json, Json.TYPE));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("These are no offsets by topic and partition: " + json, e);
        }
    }

    /** As Spark's Kafka source writes and takes them: {@code {"topic":{"0":123}}}. */
    public String toJson() {
        try {
            return Json.MAPPER.writeValueAsString(byTopic);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Loaded by whoever needs it, so that no task waits for that. */
    private static final class Json {
        static final ObjectMapper MAPPER = new ObjectMapper();
        static final TypeReference<Map<String, Map<Integer, Long>>> TYPE = new TypeReference<>() {};
    }

    public boolean isEmpty() {
        return byTopic.isEmpty();
    }

    /** The number of partitions. */
    public int size() {
        return byTopic.values().stream().mapToInt(Map::size).sum();
    }

    public Set<String> topics() {
        return byTopic.keySet();
    }

    /** The offsets of that topic's partitions, in their order; empty if there are none. */
    public Map<Integer, Long> partitions(String topic) {
        return byTopic.getOrDefault(topic, Map.of());
    }

    /** The offset of the partition; null if it has none. */
    public @Nullable Long get(String topic, int partition) {
        return partitions(topic).get(partition);
    }

    /** The given one if the partition has none. */
    public long get(String topic, int partition, long otherwise) {
        Long offset = get(topic, partition);
        return offset == null ? otherwise : offset;
    }

    public <E extends Exception> void forEach(Visitor<E> visitor) throws E {
        for (Map.Entry<String, Map<Integer, Long>> topic : byTopic.entrySet()) {
            for (Map.Entry<Integer, Long> partition : topic.getValue().entrySet()) {
                visitor.visit(topic.getKey(), partition.getKey(), partition.getValue());
            }
        }
    }

    /** Each partition with its offset, in order. */
    public List<Position> positions() {
        List<Position> positions = new ArrayList<>();
        forEach((topic, partition, offset) -> positions.add(new Position(topic, partition, offset)));
        return List.copyOf(positions);
    }

    /** The same partitions with other offsets. */
    public Offsets map(Change change) {
        Builder changed = new Builder();
        forEach((topic, partition, offset) -> changed.put(topic, partition, change.apply(topic, partition, offset)));
        return changed.build();
    }

    /** The partitions of both; of those that both have, the smaller offset. */
    public Offsets earlier(Offsets other) {
        return with(other, Math::min);
    }

    /** The partitions of both; of those that both have, the greater offset. */
    public Offsets later(Offsets other) {
        return with(other, Math::max);
    }

    private Offsets with(Offsets other, BinaryOperator<Long> choice) {
        Builder both = new Builder();
        both.put(this, choice);
        both.put(other, choice);
        return both.build();
    }
}
