package io.sluice.stream.task;

import io.sluice.stream.flow.Counters;

/** Hears of the epochs of a flow in continuous mode, on the driver, on a thread of Spark's own. */
@FunctionalInterface
public interface EpochListener {

    /** Every partition has committed its records of the epoch, and of what became of them this is the sum. */
    void committed(long epoch, Counters counters);
}
