/**
 * Rows into a table, by COPY: encoded, appended or merged by key, and those that Postgres refuses told apart from their
 * neighbours. Public face: {@link io.sluice.stream.store.postgres.write.PostgresWriters}. Runs on executors.
 */
@NullMarked
package io.sluice.stream.store.postgres.write;

import org.jspecify.annotations.NullMarked;
