/**
 * The tables of sinks: their names and types, how they are made, widened, compared and removed. Public face: {@link
 * io.sluice.stream.store.postgres.layout.TableLayout} for writers, {@link
 * io.sluice.stream.store.postgres.layout.PostgresTypes} and {@link io.sluice.stream.store.postgres.layout.PostgresNames}
 * for whoever reads the tables too; the rest is for the store. Runs on the driver.
 */
@NullMarked
package io.sluice.stream.store.postgres.layout;

import org.jspecify.annotations.NullMarked;
