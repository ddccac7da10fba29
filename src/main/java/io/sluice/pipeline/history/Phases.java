package io.sluice.pipeline.history;

import java.util.Map;

/**
 * How long the phases of some micro-batches took together, in milliseconds, by Spark's names.
 *
 * @param batches how many of which that is known
 */
record Phases(
        long batches,
        long latestOffset,
        long queryPlanning,
        long walCommit,
        long getBatch,
        long addBatch,
        long commitOffsets) {

    static final Phases NONE = new Phases(0, 0, 0, 0, 0, 0, 0);

    /** @param millis of one micro-batch, by phase; of an epoch there are none */
    static Phases of(Map<String, Long> millis) {
        return millis.isEmpty()
                ? NONE
                : new Phases(
                        1,
                        millis.getOrDefault("latestOffset", 0L),
                        millis.getOrDefault("queryPlanning", 0L),
                        millis.getOrDefault("walCommit", 0L),
                        millis.getOrDefault("getBatch", 0L),
                        millis.getOrDefault("addBatch", 0L),
                        millis.getOrDefault("commitOffsets", 0L));
    }

    Phases plus(Phases other) {
        if (batches == 0 || other.batches == 0) {
            return batches == 0 ? other : this;
        }
        return new Phases(
                batches + other.batches,
                latestOffset + other.latestOffset,
                queryPlanning + other.queryPlanning,
                walCommit + other.walCommit,
                getBatch + other.getBatch,
                addBatch + other.addBatch,
                commitOffsets + other.commitOffsets);
    }
}
