package io.sluice.pipeline.definition;

import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.web.Limits;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads {@code startingOffsets}, which is a word, a timestamp or offsets by topic and partition. */
final class OffsetsReader {

    static final String EARLIEST = "earliest";
    private static final String LATEST = "latest";
    private static final String POINTER = "/source/startingOffsets";
    private static final String TIMESTAMP = "timestamp";

    private OffsetsReader() {}

    static StartingOffsets read(@Nullable JsonNode given, List<String> topics, Faults faults) {
        if (given == null || given.isNull()) {
            return new StartingOffsets.Earliest();
        }
        if (given.isString()) {
            return word(given.stringValue(), faults);
        }
        if (!given.isObject()) {
            faults.addUnread(POINTER, "a string or an object");
            return new StartingOffsets.Earliest();
        }
        JsonNode timestamp = given.get(TIMESTAMP);
        if (timestamp != null && !timestamp.isObject() && given.size() == 1) {
            return at(timestamp, faults);
        }
        return exact(given, topics, faults);
    }

    private static StartingOffsets word(String word, Faults faults) {
        if (word.equals(LATEST)) {
            return new StartingOffsets.Latest();
        }
        if (!word.equals(EARLIEST)) {
            faults.add(
                    POINTER,
                    "is '" + Limits.echo(word)
                            + "'; possible is 'earliest', 'latest', {\"timestamp\": …} or {\"topic\": {\"0\": 123}}");
        }
        return new StartingOffsets.Earliest();
    }

    private static StartingOffsets at(JsonNode timestamp, Faults faults) {
        if (!timestamp.isString()) {
            faults.addUnread(POINTER + "/" + TIMESTAMP, "a string");
            return new StartingOffsets.Earliest();
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(timestamp.stringValue());
            if (time.getYear() >= 1970 && time.getYear() <= 9999) {
                return new StartingOffsets.At(time.toInstant());
            }
        } catch (DateTimeException e) {
            // Reported below, with what would be right.
        }
        faults.add(
                POINTER + "/" + TIMESTAMP,
                "is '" + Limits.echo(timestamp.stringValue())
                        + "'; it must be an ISO-8601 time from 1970 on with an offset, such as 2026-01-31T08:00:00Z");
        return new StartingOffsets.Earliest();
    }

    private static StartingOffsets exact(JsonNode given, List<String> topics, Faults faults) {
        if (given.isEmpty()) {
            faults.add(POINTER, "is empty; name an offset for each partition of each topic");
        }
        if (given.size() > Limits.TOPICS
                || given.values().stream().mapToLong(JsonNode::size).sum() > Limits.POSITIONS) {
            faults.add(
                    POINTER,
                    "names too much; at most " + Limits.TOPICS + " topics and " + Limits.POSITIONS
                            + " partitions are possible");
            return new StartingOffsets.Earliest();
        }
        Map<String, Map<Integer, Long>> offsets = new HashMap<>();
        given.properties().forEach(topic -> {
            String pointer = POINTER + "/"
                    + Limits.echo(topic.getKey()).replace("~", "~0").replace("/", "~1");
            if (!topics.contains(topic.getKey())) {
                faults.add(pointer, "is not one of the topics that the pipeline reads");
            }
            offsets.put(topic.getKey(), partitions(pointer, topic.getValue(), faults));
        });
        return new StartingOffsets.Exact(new Offsets(offsets));
    }

    private static Map<Integer, Long> partitions(String pointer, JsonNode given, Faults faults) {
        if (!given.isObject()) {
            faults.addUnread(pointer, "an object of offsets by partition");
            return Map.of();
        }
        if (given.isEmpty()) {
            faults.add(pointer, "is empty; name an offset for each partition");
        }
        Map<Integer, Long> offsets = new HashMap<>();
        given.properties().forEach(partition -> {
            String place = pointer + "/" + partition.getKey();
            if (!partition.getKey().matches("0|[1-9][0-9]{0,8}")) {
                faults.add(pointer, "'" + Limits.echo(partition.getKey()) + "' is not the number of a partition");
                return;
            }
            offsets.put(Integer.valueOf(partition.getKey()), offset(place, partition.getValue(), faults));
        });
        return Map.copyOf(offsets);
    }

    private static long offset(String pointer, JsonNode given, Faults faults) {
        if (!given.isIntegralNumber() || !given.canConvertToLong()) {
            faults.addUnread(pointer, "a whole number of 64 bits");
            return 0;
        }
        if (given.longValue() < 0) {
            faults.add(pointer, "is " + given.longValue() + "; an offset is 0 or more");
        }
        return given.longValue();
    }
}
