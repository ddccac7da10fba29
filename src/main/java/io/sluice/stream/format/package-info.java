/**
 * What formats have in common: the schema of a source, and a value that does not fit. A format is a room in here and a
 * {@link io.sluice.stream.flow.Format}. Public face: {@link io.sluice.stream.format.SourceSchema} for who compiles a
 * flow, {@link io.sluice.stream.format.Misfit} for decoders.
 */
@NullMarked
package io.sluice.stream.format;

import org.jspecify.annotations.NullMarked;
