package io.sluice.engine.targets;

import io.sluice.stream.task.Redelivery;

/**
 * What is known of Mongo as a run of a flow begins that writes there.
 *
 * @param collection the one that the flow writes
 * @param server which process answered: while it is the same, Mongo has everything that it has acknowledged to the run
 * @param redelivery what Mongo may lack of earlier runs
 */
public record MarkedRun(String collection, String server, Redelivery redelivery) {}
