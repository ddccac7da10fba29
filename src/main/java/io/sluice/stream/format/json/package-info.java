/**
 * Turns the bytes of a record into columns of the source schema, strictly and without loss, or says why they do not
 * fit. Public face: {@link io.sluice.stream.format.json.JsonDecoder} and {@link io.sluice.stream.format.json.SourceSchema}. Depends on
 * {@code flow} and Spark's types.
 */
@NullMarked
package io.sluice.stream.format.json;

import org.jspecify.annotations.NullMarked;
