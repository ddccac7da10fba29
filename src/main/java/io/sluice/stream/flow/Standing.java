package io.sluice.stream.flow;

/**
 * What the ledger says of a pipeline, at one moment.
 *
 * @param next the offset to read next of each partition; empty for a pipeline that was never started
 */
public record Standing(Counters counters, Offsets next) {

    /** The standing of a pipeline that was never started. */
    public static final Standing NONE = new Standing(Counters.NONE, Offsets.NONE);
}
