package io.sluice.pipeline.definition;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.Stores;
import io.sluice.web.Limits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The sinks of a definition.
 *
 * @param specs one for each given sink and in their order, or empty if one cannot be understood at all
 */
record SinkCheck(@Nullable List<SinkDefinition> filled, Optional<List<SinkSpec>> specs) {

    /** The check of a definition that has no sinks yet. */
    static final SinkCheck NONE = new SinkCheck(null, Optional.of(List.of()));

    private static final List<WriteMode> MODES = List.of(WriteMode.values());

    static SinkCheck of(@Nullable List<SinkDefinition> given, Stores stores, Faults faults) {
        if (given == null || given.isEmpty() || given.size() > stores.types().size()) {
            faults.add("/sinks", "must hold one sink or more, at most one of each type");
            return new SinkCheck(given, Optional.empty());
        }
        Set<StoreType> types = new HashSet<>();
        List<SinkDefinition> filled = new ArrayList<>();
        List<SinkSpec> specs = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String pointer = "/sinks/" + i;
            SinkDefinition sink = given.get(i);
            spec(pointer, sink, stores, faults).ifPresent(spec -> {
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
        return new SinkDefinition(sink.type(), sink.targets(), Faults.written(spec.mode()), key, sink.version());
    }

    private static Optional<SinkSpec> spec(
            String pointer, @Nullable SinkDefinition sink, Stores stores, Faults faults) {
        String type = sink == null ? null : sink.type();
        if (sink == null || type == null) {
            faults.add(pointer + "/type", "is missing; possible is " + listed(stores.all()));
            return Optional.empty();
        }
        Optional<Store> store = stores.find(new StoreType(type));
        if (store.isEmpty()) {
            faults.add(pointer + "/type", "is '" + Limits.echo(type) + "'; possible is " + listed(stores.all()));
        }
        WriteMode mode = faults.choice(pointer + "/mode", sink.mode(), WriteMode.APPEND, MODES)
                .orElse(WriteMode.APPEND);
        List<String> key = key(pointer + "/key", sink, mode, faults);
        if (sink.version() != null && mode == WriteMode.APPEND) {
            faults.add(pointer + "/version", "is possible with mode 'upsert' only");
        }
        return store.map(
                its -> new SinkSpec(its.type(), target(pointer, its, sink, stores, faults), mode, key, sink.version()));
    }

    private static String listed(List<Store> stores) {
        return Faults.quoted(stores.stream().map(store -> store.type().label()).toList());
    }

    private static String target(String pointer, Store store, SinkDefinition sink, Stores stores, Faults faults) {
        Store.Naming naming = store.naming();
        for (String other : new TreeSet<>(sink.targets().keySet())) {
            if (!other.equals(naming.property())) {
                List<Store> its = stores.all().stream()
                        .filter(each -> each.naming().property().equals(other))
                        .toList();
                faults.add(pointer + "/" + other, "is possible with type " + listed(its) + " only");
            }
        }
        String place = pointer + "/" + naming.property();
        String name = faults.text(place, sink.targets().get(naming.property()), Integer.MAX_VALUE)
                .orElse("");
        if (!name.isEmpty() && !naming.allows(name)) {
            faults.add(place, DefinitionCheck.mustMatch(name, naming.pattern()) + except(naming.reserved()));
        }
        return name;
    }

    private static String except(Set<String> reserved) {
        return reserved.isEmpty()
                ? ""
                : " and not be " + Faults.quoted(reserved.stream().sorted().toList());
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
