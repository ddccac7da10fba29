/**
 * How far each pipeline got and what became of its records, in the tables that this room alone reads and writes: fences,
 * progress, sink_progress, origins, targets, marks and replays. Only the holder of the lease changes them from the driver;
 * a task does so in the transaction that writes its rows, while its generation is the newest.
 */
@NullMarked
package io.sluice.stream.ledger;

import org.jspecify.annotations.NullMarked;
