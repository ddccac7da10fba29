package io.sluice.stream.task;

import java.util.Map;

/** What a flow's micro-batches read, asked on the driver by the query's thread. */
public interface BatchSource {

    /**
     * Checks the topics before a micro-batch is read.
     *
     * @throws RuntimeException if the topics are not those that the flow's positions belong to, or cannot be asked
     */
    void check() throws InterruptedException;

    /** The offsets, by topic and partition, at which the micro-batch in flight ends; empty if they are not known. */
    Map<String, Map<Integer, Long>> ends();
}
