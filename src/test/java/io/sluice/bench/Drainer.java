package io.sluice.bench;

/** A contender at work. */
interface Drainer {

    /**
     * Prepares, opens the window, has all records stored, closes the window.
     *
     * @throws IllegalStateException if it takes far too long, or says that it failed
     */
    void drain(DrainTarget target, Window window) throws Exception;

    /** Removes what it made; tables and collections may stay. */
    default void clear(DrainTarget target) throws Exception {}
}
