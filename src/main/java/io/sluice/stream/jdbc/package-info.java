/**
 * Connections to Postgres, on the driver and on executors, and how long they may take. Public face: every class.
 */
@NullMarked
package io.sluice.stream.jdbc;

import org.jspecify.annotations.NullMarked;
