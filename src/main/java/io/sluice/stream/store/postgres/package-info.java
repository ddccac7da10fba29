/**
 * Postgres as a store. Public face: {@link io.sluice.stream.store.postgres.PostgresStore}; its tables are {@code layout},
 * its writers {@code write}. Borrows its connections from {@code stream.jdbc}.
 */
@NullMarked
package io.sluice.stream.store.postgres;

import org.jspecify.annotations.NullMarked;
