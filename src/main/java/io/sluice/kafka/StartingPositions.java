package io.sluice.kafka;

import io.sluice.flow.SourceSpec;
import io.sluice.flow.StartingOffsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where Spark's Kafka source begins. Its JSON must name every partition of every topic. */
final class StartingPositions {

    static final long LATEST = -1;
    static final long EARLIEST = -2;

    private StartingPositions() {}

    static Map<String, String> options(
            SourceSpec spec, Map<String, Map<Integer, Long>> resume, Map<String, Integer> partitions) {
        StartingOffsets start = spec.startingOffsets();
        Map<String, Map<Integer, Long>> known = resumable(spec.topics(), resume);
        if (known.isEmpty()) {
            if (start instanceof StartingOffsets.Earliest) {
                return Map.of("startingOffsets", "earliest");
            }
            if (start instanceof StartingOffsets.Latest) {
                return Map.of("startingOffsets", "latest");
            }
            if (start instanceof StartingOffsets.At at) {
                return Map.of(
                        "startingTimestamp",
                        Long.toString(millis(at.timestamp())),
                        "startingOffsetsByTimestampStrategy",
                        "latest");
            }
        }
        return Map.of("startingOffsets", exact(spec.topics(), start, known, partitions));
    }

    /**
     * The first millisecond that is not before the instant. Never negative, because Kafka takes negative timestamps for
     * its markers of the log's ends.
     */
    static long millis(Instant timestamp) {
        Instant up = timestamp.plusNanos(999_999);
        return Math.max(0, up.toEpochMilli());
    }

    private static Map<String, Map<Integer, Long>> resumable(
            List<String> topics, Map<String, Map<Integer, Long>> resume) {
        return resume.entrySet().stream()
                .filter(e -> topics.contains(e.getKey()) && !e.getValue().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String exact(
            List<String> topics,
            StartingOffsets start,
            Map<String, Map<Integer, Long>> resume,
            Map<String, Integer> partitions) {
        Map<String, Map<Integer, Long>> given = given(start);
        given.forEach((topic, offsets) -> {
            if (!topics.contains(topic)) {
                throw new IllegalArgumentException("startingOffsets names the topic \"" + topic
                        + "\", which the source does not read; take it out, or add the topic");
            }
            validate(topic, offsets, partitionsOf(topic, partitions), "startingOffsets");
        });
        resume.forEach((topic, offsets) ->
                validate(topic, offsets, partitionsOf(topic, partitions), "the position to resume from"));
        long otherwise = start instanceof StartingOffsets.Latest ? LATEST : EARLIEST;
        return topics.stream()
                .map(topic -> "\"" + topic + "\":"
                        + IntStream.range(0, partitionsOf(topic, partitions))
                                .mapToObj(p ->
                                        "\"" + p + "\":" + offset(resume, topic, p, offset(given, topic, p, otherwise)))
                                .collect(Collectors.joining(",", "{", "}")))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static Map<String, Map<Integer, Long>> given(StartingOffsets start) {
        if (start instanceof StartingOffsets.At) {
            throw new IllegalArgumentException("a timestamp and a position to resume from need the topics' offsets");
        }
        return start instanceof StartingOffsets.Exact exact ? exact.offsets() : Map.of();
    }

    private static int partitionsOf(String topic, Map<String, Integer> partitions) {
        Integer count = partitions.get(topic);
        if (count == null) {
            throw new MissingTopicException(topic);
        }
        return count;
    }

    private static long offset(Map<String, Map<Integer, Long>> offsets, String topic, int partition, long otherwise) {
        return offsets.getOrDefault(topic, Map.of()).getOrDefault(partition, otherwise);
    }

    private static void validate(String topic, Map<Integer, Long> offsets, int count, String where) {
        offsets.forEach((partition, offset) -> {
            if (partition < 0 || partition >= count) {
                throw new IllegalArgumentException(where + " names partition " + partition + " of the topic \"" + topic
                        + "\", which has partitions 0 to " + (count - 1)
                        + "; was the topic deleted and created again?");
            }
            if (offset < EARLIEST) {
                throw new IllegalArgumentException(where + " has the offset " + offset + " for partition " + partition
                        + " of the topic \"" + topic + "\"; offsets begin at 0 (-1 is the latest, -2 the earliest)");
            }
        });
    }
}
