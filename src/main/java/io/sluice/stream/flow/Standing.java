package io.sluice.stream.flow;

import java.util.Map;

/**
 * What the ledger says of a pipeline, at one moment.
 *
 * @param next the offset to read next, for each partition by topic; empty for a pipeline that was never started
 */
public record Standing(Counters counters, Map<String, Map<Integer, Long>> next) {

    /** Of a pipeline that was never started. */
    public static final Standing NONE = new Standing(Counters.NONE, Map.of());

    public Standing {
        next = Map.copyOf(next);
    }
}
