package io.sluice.stream.flow;

/** How rows meet what a store already holds. */
public enum WriteMode {
    /** One row per source position. */
    APPEND,
    /** One row per key, the newest version wins whatever the order of delivery. */
    UPSERT
}
