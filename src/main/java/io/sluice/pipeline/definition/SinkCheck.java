package io.sluice.pipeline.definition;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.flow.WriteMode;
import io.sluice.web.Limits;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sinks of a definition.
 *
 * @param specs one for each given sink and in their order, or empty if one cannot be understood at all
 */
record SinkCheck(@Nullable List<SinkDefinition> filled, Optional<List<SinkSpec>> specs) {

    private static final List<StoreType> TYPES = List.of(StoreType.values());
    private static final List<WriteMode> MODES = List.of(WriteMode.values());

    static SinkCheck of(@Nullable List<SinkDefinition> given, Faults faults) {
        if (given == null || given.isEmpty() || given.size() > TYPES.size()) {
            faults.add("/sinks", "must hold one or two sinks, at most one of each type");
            return new SinkCheck(given, Optional.empty());
        }
        Set<StoreType> types = EnumSet.noneOf(StoreType.class);
        List<SinkDefinition> filled = new ArrayList<>();
        List<SinkSpec> specs = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String pointer = "/sinks/" + i;
            SinkDefinition sink = given.get(i);
            spec(pointer, sink, faults).ifPresent(spec -> {
                if (!types.add(spec.type())) {
                    faults.add(
                            pointer + "/type", "is the second '" + spec.type().label() + "' sink; one is possible");
                }
                filled.add(fill(sink, spec));
                specs.add(spec);
            });
        }
        boolean complete = specs.size() == given.size();
        return new SinkCheck(complete ? filled : given, complete ? Optional.of(specs) : Optional.empty());
    }

    private static SinkDefinition fill(SinkDefinition sink, SinkSpec spec) {
        List<@Nullable String> key = spec.key().isEmpty() ? null : sink.key();
        return new SinkDefinition(
                sink.type(), sink.table(), sink.collection(), Faults.written(spec.mode()), key, sink.version());
    }

    private static Optional<SinkSpec> spec(String pointer, @Nullable SinkDefinition sink, Faults faults) {
        if (sink == null || sink.type() == null) {
            faults.add(pointer + "/type", "is missing; possible is " + Faults.listed(TYPES));
            return Optional.empty();
        }
        Optional<StoreType> type = faults.choice(pointer + "/type", sink.type(), StoreType.POSTGRES, TYPES);
        WriteMode mode = faults.choice(pointer + "/mode", sink.mode(), WriteMode.APPEND, MODES)
                .orElse(WriteMode.APPEND);
        List<String> key = key(pointer + "/key", sink, mode, faults);
        if (sink.version() != null && mode == WriteMode.APPEND) {
            faults.add(pointer + "/version", "is possible with mode 'upsert' only");
        }
        return type.map(t -> new SinkSpec(t, target(pointer, t, sink, faults), mode, key, sink.version()));
    }

    private static String target(String pointer, StoreType type, SinkDefinition sink, Faults faults) {
        return switch (type) {
            case POSTGRES -> {
                absent(pointer + "/collection", sink.collection(), "mongo", faults);
                String table = faults.text(pointer + "/table", sink.table(), Integer.MAX_VALUE)
                        .orElse("");
                if (!table.isEmpty() && !Names.isTable(table)) {
                    faults.add(pointer + "/table", DefinitionCheck.mustMatch(table, Names.TABLE));
                }
                yield table;
            }
            case MONGO -> {
                absent(pointer + "/table", sink.table(), "postgres", faults);
                String collection = faults.text(pointer + "/collection", sink.collection(), Integer.MAX_VALUE)
                        .orElse("");
                if (!collection.isEmpty() && !Names.isCollection(collection)) {
                    faults.add(
                            pointer + "/collection",
                            DefinitionCheck.mustMatch(collection, Names.COLLECTION) + " and not be 'system'");
                }
                yield collection;
            }
        };
    }

    private static void absent(String pointer, @Nullable String value, String type, Faults faults) {
        if (value != null) {
            faults.add(pointer, "is possible with type '" + type + "' only");
        }
    }

    private static List<String> key(String pointer, SinkDefinition sink, WriteMode mode, Faults faults) {
        List<@Nullable String> given = sink.key();
        if (mode == WriteMode.APPEND) {
            // Generated clients send an empty list for one that is not set.
            if (given != null && !given.isEmpty()) {
                faults.add(pointer, "is possible with mode 'upsert' only");
            }
            return List.of();
        }
        if (given == null || given.isEmpty()) {
            faults.add(pointer, "must name at least one output column, because the mode is 'upsert'");
            return List.of();
        }
        if (given.size() > Limits.KEY_COLUMNS) {
            faults.add(pointer, "names " + given.size() + " columns; at most " + Limits.KEY_COLUMNS + " are possible");
            return List.of();
        }
        if (given.contains(null) || new HashSet<>(given).size() < given.size()) {
            faults.add(pointer, "must name each column once");
        }
        return given.stream().filter(Objects::nonNull).distinct().toList();
    }
}
