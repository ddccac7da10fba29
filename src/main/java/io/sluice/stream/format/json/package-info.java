/**
 * Turns JSON into columns of the source schema, strictly and without loss, or says why it does not fit. Public face:
 * {@link io.sluice.stream.format.json.JsonFormat}.
 */
@NullMarked
package io.sluice.stream.format.json;

import org.jspecify.annotations.NullMarked;
