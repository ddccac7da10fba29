/**
 * Reads rows back from Postgres: the tables of pipelines, and any other table that is listed page by page. Its public
 * face are {@link io.sluice.results.postgres.PostgresRows} and {@link io.sluice.results.postgres.PostgresList}. Uses the
 * query language, the layout of the store that writes the tables, and flow.
 */
@NullMarked
package io.sluice.results.postgres;

import org.jspecify.annotations.NullMarked;
