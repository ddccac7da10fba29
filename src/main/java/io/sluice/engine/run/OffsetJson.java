package io.sluice.engine.run;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the offsets of a Kafka source as Spark writes them: {@code {"topic":{"0":123}}}. */
final class OffsetJson {

    private static final JsonMapper JSON = new JsonMapper();

    private OffsetJson() {}

    /** @param json null, as for a source that has no offsets yet, gives an empty map */
    static Map<String, Map<Integer, Long>> parse(@Nullable String json) {
        Map<String, Map<Integer, Long>> offsets = new HashMap<>();
        if (json != null) {
            for (Map.Entry<String, JsonNode> topic : JSON.readTree(json).properties()) {
                Map<Integer, Long> partitions = new TreeMap<>();
                topic.getValue()
                        .properties()
                        .forEach(p -> partitions.put(
                                Integer.valueOf(p.getKey()), p.getValue().asLong()));
                offsets.put(topic.getKey(), partitions);
            }
        }
        return offsets;
    }
}
