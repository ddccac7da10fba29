package io.sluice.engine;

/** How a pipeline leaves its tables, collections and dead letters. */
public enum Leaving {
    /** They stay as they are: the pipeline is deleted without a purge. */
    BEHIND,
    /** What Sluice made is put aside under another name: the pipeline is reset, its rows are kept. */
    ASIDE,
    /** What Sluice made is dropped; of what it found the pipeline's own rows go. */
    NOTHING
}
