/**
 * Reads the rows of pipelines back from the tables of their sinks. Public face: {@link
 * io.sluice.results.postgres.PostgresRows}. Uses the query language, the layout of the store that writes the tables, and
 * flow.
 */
@NullMarked
package io.sluice.results.postgres;

import org.jspecify.annotations.NullMarked;
