package io.sluice.pipeline.definition;

import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.flow.TopicName;
import io.sluice.web.Limits;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * The source of a definition.
 *
 * @param spec empty if there is no schema to analyse
 */
record SourceCheck(@Nullable SourceDefinition filled, Optional<SourceSpec> spec) {

    private enum Format {
        JSON,
        CSV,
        AVRO,
        TEXT
    }

    private enum UnknownFields {
        IGNORE,
        REJECT
    }

    static SourceCheck of(@Nullable SourceDefinition given, Faults faults) {
        if (given == null) {
            faults.add("/source", "is missing");
            return new SourceCheck(null, Optional.empty());
        }
        List<String> topics = topics(given.topics(), faults);
        format(given.format(), faults);
        Optional<String> schema = faults.text("/source/schema", given.schema(), Limits.SCHEMA_CHARACTERS);
        UnknownFields unknown = faults.choice(
                        "/source/unknownFields",
                        given.unknownFields(),
                        UnknownFields.IGNORE,
                        List.of(UnknownFields.values()))
                .orElse(UnknownFields.IGNORE);
        Long most = given.maxOffsetsPerTrigger();
        if (most != null && most < 1) {
            faults.add("/source/maxOffsetsPerTrigger", "is " + most + "; it must be 1 or more");
        }
        StartingOffsets offsets = OffsetsReader.read(given.startingOffsets(), topics, faults);
        return new SourceCheck(
                filled(given, unknown),
                schema.map(s -> new SourceSpec(topics, s, unknown == UnknownFields.REJECT, offsets, most)));
    }

    private static SourceDefinition filled(SourceDefinition given, UnknownFields unknown) {
        JsonNode offsets = given.startingOffsets();
        return new SourceDefinition(
                given.topics(),
                given.format() == null ? Faults.written(Format.JSON) : given.format(),
                given.schema(),
                offsets == null || offsets.isNull() ? StringNode.valueOf(OffsetsReader.EARLIEST) : offsets,
                given.maxOffsetsPerTrigger(),
                Faults.written(unknown));
    }

    private static void format(@Nullable String given, Faults faults) {
        faults.choice("/source/format", given, Format.JSON, List.of(Format.values()))
                .filter(format -> format != Format.JSON)
                .ifPresent(format -> faults.add(
                        "/source/format", "'" + Faults.written(format) + "' is not supported yet; use 'json'"));
    }

    private static List<String> topics(@Nullable List<@Nullable String> given, Faults faults) {
        if (given == null || given.isEmpty()) {
            faults.add("/source/topics", "must name at least one topic");
            return List.of();
        }
        if (given.size() > Limits.TOPICS) {
            faults.add(
                    "/source/topics", "names " + given.size() + " topics; at most " + Limits.TOPICS + " are possible");
            return List.of();
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < given.size(); i++) {
            topic("/source/topics/" + i, given.get(i), seen, faults);
        }
        return given.stream().filter(Objects::nonNull).toList();
    }

    private static void topic(String pointer, @Nullable String topic, Set<String> seen, Faults faults) {
        if (topic == null || !TopicName.isValid(topic)) {
            faults.add(
                    pointer, DefinitionCheck.mustMatch(String.valueOf(topic), TopicName.RULE) + " and not be . or ..");
        } else if (!seen.add(topic)) {
            faults.add(pointer, "names topic '" + topic + "' a second time");
        }
    }
}
