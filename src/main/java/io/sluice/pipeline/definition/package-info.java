/**
 * A pipeline's definition as the API and files carry it: reads it strictly, checks it, fills in defaults, and turns it
 * into a {@link io.sluice.stream.flow.FlowSpec}. Public face: {@link io.sluice.pipeline.definition.DefinitionReader},
 * {@link io.sluice.pipeline.definition.DefinitionCheck}. May use flow and web's problems; asks no server.
 */
@NullMarked
package io.sluice.pipeline.definition;

import org.jspecify.annotations.NullMarked;
