package io.sluice.pipeline.definition;

import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.Mask;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.format.Format;
import io.sluice.stream.format.Formats;
import io.sluice.stream.kafka.TopicName;
import io.sluice.web.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    private enum UnknownFields {
        IGNORE,
        REJECT
    }

    static SourceCheck of(@Nullable SourceDefinition given, Formats formats, Faults faults) {
        if (given == null) {
            faults.add("/source", "is missing");
            return new SourceCheck(null, Optional.empty());
        }
        List<String> topics = topics(given.topics(), faults);
        Optional<Format> known = format(given.format(), formats, faults);
        Map<String, String> options = given.options() == null ? Map.of() : options(given.options(), faults);
        known.map(format -> format.faults(options))
                .orElse(List.of())
                .forEach(fault -> faults.add("/source/options" + fault.pointer(), fault.message()));
        Format format = known.orElse(formats.all().get(0));
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
        List<String> masked = masked(given.mask(), format, faults);
        return new SourceCheck(
                filled(given, format, unknown),
                schema.map(s -> new SourceSpec(
                        topics,
                        s,
                        new FormatSpec(format.name(), options, unknown == UnknownFields.REJECT, masked),
                        offsets,
                        most)));
    }

    private static SourceDefinition filled(SourceDefinition given, Format format, UnknownFields unknown) {
        JsonNode offsets = given.startingOffsets();
        return new SourceDefinition(
                given.topics(),
                given.format() == null ? format.name() : given.format(),
                given.options() == null || given.options().isEmpty() ? null : given.options(),
                given.schema(),
                offsets == null || offsets.isNull() ? StringNode.valueOf(OffsetsReader.EARLIEST) : offsets,
                given.maxOffsetsPerTrigger(),
                Faults.written(unknown),
                given.mask() == null || given.mask().isEmpty() ? null : given.mask());
    }

    private static List<String> masked(@Nullable List<@Nullable String> given, Format format, Faults faults) {
        if (given == null || given.isEmpty()) {
            return List.of();
        }
        if (!format.masks()) {
            faults.add("/source/mask", "is not possible: fields of format '" + format.name() + "' cannot be masked");
            return List.of();
        }
        if (given.size() > Limits.MASKED_FIELDS) {
            faults.add(
                    "/source/mask",
                    "names " + given.size() + " fields; at most " + Limits.MASKED_FIELDS + " are possible");
            return List.of();
        }
        List<String> masked = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String path = given.get(i);
            if (path == null
                    || path.length() > Limits.MASKED_PATH
                    || Mask.steps(path).isEmpty()) {
                faults.add(
                        "/source/mask/" + i,
                        "is no path of a field such as address.street; a name with a dot stands in backticks");
            } else {
                masked.add(path);
            }
        }
        return masked;
    }

    /** @return the first one if none is given; empty if the one that is given is not there */
    private static Optional<Format> format(@Nullable String given, Formats formats, Faults faults) {
        if (given == null) {
            return Optional.of(formats.all().get(0));
        }
        Optional<Format> known = formats.find(given);
        if (known.isEmpty()) {
            faults.add(
                    "/source/format", "is '" + Limits.echo(given) + "'; possible is " + Faults.quoted(formats.names()));
        }
        return known;
    }

    private static Map<String, String> options(Map<String, @Nullable String> given, Faults faults) {
        Map<String, String> options = new HashMap<>();
        given.forEach((name, value) -> {
            if (value == null) {
                faults.add("/source/options/" + Unreadable.escape(name), "is null; leave it out, or give it a text");
            } else {
                options.put(name, value);
            }
        });
        return options;
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
