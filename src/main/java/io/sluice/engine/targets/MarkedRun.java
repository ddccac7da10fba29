package io.sluice.engine.targets;

import io.sluice.stream.task.Redelivery;

/**
 * What is known of a store that keeps marks as a run of a flow begins that writes there.
 *
 * @param server which process answered: while it is the same, the store has everything that it has acknowledged to the run
 * @param redelivery what the store may lack of earlier runs
 */
public record MarkedRun(String server, Redelivery redelivery) {}
