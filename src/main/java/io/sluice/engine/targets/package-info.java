/**
 * What is there as a flow starts and what it leaves: its tables and collections, where the ledger says that it goes on,
 * and the marks by which a store that has gone back is found. For {@code engine.run} alone.
 */
@NullMarked
package io.sluice.engine.targets;

import org.jspecify.annotations.NullMarked;
