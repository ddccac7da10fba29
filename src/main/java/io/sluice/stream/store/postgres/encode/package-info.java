/**
 * Rows as the text of COPY, from Spark's internal format, without an object for each value. Public face: {@link
 * io.sluice.stream.store.postgres.encode.RowEncoder} and {@link io.sluice.stream.store.postgres.encode.CopyBuffer}. Runs on
 * executors.
 */
@NullMarked
package io.sluice.stream.store.postgres.encode;

import org.jspecify.annotations.NullMarked;
