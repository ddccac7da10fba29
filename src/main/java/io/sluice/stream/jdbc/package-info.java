/**
 * Connections to Postgres, on the driver and on executors: where they lead, how long they may take, and which of their
 * failures mean that the ledger is away. Public face: every class.
 */
@NullMarked
package io.sluice.stream.jdbc;

import org.jspecify.annotations.NullMarked;
