package io.sluice.pipeline.definition;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One sink, as its author writes it.
 *
 * @param targets by the property by which stores name their targets, such as {@code table}
 */
public record SinkDefinition(
        @Nullable String type,
        @JsonAnySetter Map<String, @Nullable String> targets,
        @Nullable String mode,
        @Nullable List<@Nullable String> key,
        @Nullable String version) {

    /** The properties that every sink can have. */
    static final List<String> PROPERTIES = List.of("type", "mode", "key", "version");

    public SinkDefinition {
        targets = targets == null
                ? Map.of()
                : targets.entrySet().stream()
                        .filter(target -> target.getValue() != null)
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, target -> Objects.requireNonNull(target.getValue())));
    }

    /** The properties in the order in which they are shown; those that are not set are left out. */
    @JsonValue
    Map<String, Object> written() {
        Map<String, Object> properties = new LinkedHashMap<>();
        put(properties, "type", type);
        properties.putAll(targets);
        put(properties, "mode", mode);
        put(properties, "key", key);
        put(properties, "version", version);
        return properties;
    }

    private static void put(Map<String, Object> properties, String name, @Nullable Object value) {
        if (value != null) {
            properties.put(name, value);
        }
    }
}
