package io.sluice.stream.task;

import io.sluice.stream.flow.Counters;

/** Hears of the epochs of a flow in continuous mode, on the driver, on a thread of Spark's own. */
@FunctionalInterface
public interface EpochListener {

    /**
     * Hears that every partition has committed its records of the epoch.
     *
     * @param counters what became of all of them
     */
    void committed(long epoch, Counters counters);
}
