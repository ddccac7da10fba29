/**
 * What a format is to everybody else, and what formats have in common: the schema of a source, and a value that does not
 * fit. A format is a room in here and a {@link io.sluice.stream.format.Format}; {@link io.sluice.stream.format.Formats} has
 * those that there are. {@link io.sluice.stream.format.SourceSchema} is for who compiles a flow, {@link
 * io.sluice.stream.format.Misfit} for decoders.
 */
@NullMarked
package io.sluice.stream.format;

import org.jspecify.annotations.NullMarked;
