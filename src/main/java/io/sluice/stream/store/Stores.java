package io.sluice.stream.store;

import io.sluice.stream.connection.Fault;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.flow.StoreType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The stores that a flow can write, in the order in which they are shown. Immutable. */
public final class Stores {

    private final Map<StoreType, Store> byType = new LinkedHashMap<>();

    /**
     * @param stores of different types, of which one at most keeps marks: the ledger has one number for each pipeline
     * @throws IllegalArgumentException if their labels cannot stand beside each other
     */
    public Stores(List<? extends Store> stores) {
        for (Store store : stores) {
            Stage stage = store.type().stage();
            if (!stage.label().matches("[a-z][a-z0-9]{0,30}")
                    || stage.equals(Stage.DECODE)
                    || stage.equals(Stage.TRANSFORM)) {
                throw new IllegalArgumentException("No store can have the label '" + stage.label() + "'");
            }
            if (byType.put(store.type(), store) != null) {
                throw new IllegalArgumentException("There are two stores of the type " + stage.label());
            }
        }
        if (stores.stream().filter(store -> store.marks().isPresent()).count() > 1) {
            throw new IllegalArgumentException("The ledger has room for the marks of one store only");
        }
    }

    public List<Store> all() {
        return List.copyOf(byType.values());
    }

    public List<StoreType> types() {
        return List.copyOf(byType.keySet());
    }

    /** Where a record can be rejected: on its way to the stores, and by each of them. */
    public List<Stage> stages() {
        return Stream.concat(
                        Stream.of(Stage.DECODE, Stage.TRANSFORM),
                        byType.keySet().stream().map(StoreType::stage))
                .toList();
    }

    public Optional<Store> find(StoreType type) {
        return Optional.ofNullable(byType.get(type));
    }

    /** The store of a sink that was checked before. */
    public Store of(SinkSpec sink) {
        return find(sink.type())
                .orElseThrow(() -> new IllegalStateException(
                        "There is no store of the type " + sink.type().label()));
    }

    /** The one that keeps marks. */
    public Optional<Store> marking() {
        return byType.values().stream()
                .filter(store -> store.marks().isPresent())
                .findFirst();
    }

    /** Whether a store that cannot be reached explains the failure. */
    public boolean isOutage(Throwable failure) {
        return byType.values().stream().anyMatch(store -> store.isOutage(failure));
    }

    /** Whether a store that can be reached, and will not do what it was asked, explains the failure. */
    public boolean isRefusal(Throwable failure) {
        return byType.values().stream().anyMatch(store -> store.isRefusal(failure));
    }

    /** At which step of the way to one of the stores the failure or one of its causes lies, if it says so. */
    public Optional<Fault> fault(Throwable failure) {
        return byType.values().stream()
                .flatMap(store -> store.fault(failure).stream())
                .findFirst();
    }
}
