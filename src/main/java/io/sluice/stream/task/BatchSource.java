package io.sluice.stream.task;

import io.sluice.stream.flow.Offsets;

/** What a flow's micro-batches read, asked on the driver by the query's thread. */
public interface BatchSource {

    /**
     * Checks the topics before a micro-batch is read.
     *
     * @throws RuntimeException if the topics are not those that the flow's positions belong to, or cannot be asked
     */
    void check() throws InterruptedException;

    /** The offsets at which the micro-batch in flight ends; none if they are not known. */
    Offsets ends();
}
