package io.sluice.stream.flow;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sink of a flow.
 *
 * @param target the table or collection; validated, but still to be quoted
 * @param key the columns that identify a row in {@link WriteMode#UPSERT}, else empty
 * @param version the column whose larger value is newer; null means the source position decides
 */
public record SinkSpec(
        StoreType type,
        String target,
        WriteMode mode,
        List<String> key,
        @Nullable String version) implements Serializable {

    public SinkSpec {
        key = List.copyOf(key);
    }

    public static SinkSpec append(StoreType type, String target) {
        return new SinkSpec(type, target, WriteMode.APPEND, List.of(), null);
    }

    /** How rows meet what a store already holds. */
    public enum WriteMode {
        /** One row per source position. */
        APPEND,
        /** One row per key, the newest version wins whatever the order of delivery. */
        UPSERT
    }
}
