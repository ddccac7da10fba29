package io.sluice.engine.targets;

import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.store.Marks;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.Stores;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The store that keeps marks, and what flows write there. Thread-safe. */
final class MarkedStore {

    /** Null if no store keeps marks, and then no flow has a sink there. */
    private final @Nullable Store store;

    MarkedStore(Stores stores) {
        this.store = stores.marking().orElse(null);
    }

    private Store store() {
        return Objects.requireNonNull(store);
    }

    Marks marks() {
        return store().marks().orElseThrow();
    }

    StoreType type() {
        return store().type();
    }

    /** What people call the store. */
    String name() {
        return store().name();
    }

    /** What the store calls what holds a pipeline's rows, followed by its name. */
    String named(String target) {
        return store().naming().property() + " " + target;
    }

    boolean isOf(SinkSpec sink) {
        return store != null && sink.type().equals(store.type());
    }

    /** What the flow writes there, if anything. */
    Optional<String> target(FlowSpec spec) {
        return spec.sinks().stream().filter(this::isOf).map(SinkSpec::target).findFirst();
    }
}
