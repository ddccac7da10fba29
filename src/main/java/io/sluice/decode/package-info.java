/**
 * Turns the bytes of a record into columns of the source schema, strictly and without loss, or says why they do not
 * fit. Public face: {@link io.sluice.decode.JsonDecoder} and {@link io.sluice.decode.SourceSchema}. Depends on
 * {@code flow} and Spark's types.
 */
@NullMarked
package io.sluice.decode;

import org.jspecify.annotations.NullMarked;
