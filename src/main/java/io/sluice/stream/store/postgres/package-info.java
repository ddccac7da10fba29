/**
 * Postgres as a store: the type table, the layout of a sink's table and its widening, and writers that COPY. Its public
 * face is {@link io.sluice.stream.store.postgres.PostgresStore}, and for readers of the tables
 * {@link io.sluice.stream.store.postgres.PostgresTypes} and {@link io.sluice.stream.store.postgres.PostgresNames}. Borrows its
 * connections from {@code stream.jdbc}.
 */
@NullMarked
package io.sluice.stream.store.postgres;

import org.jspecify.annotations.NullMarked;
