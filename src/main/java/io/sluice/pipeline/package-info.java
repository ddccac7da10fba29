/**
 * Pipelines: their definitions, state machine, supervision, persistence and REST. Public face:
 * {@link io.sluice.pipeline.PipelineDirectory}. May use engine, flow and web.
 */
@NullMarked
package io.sluice.pipeline;

import org.jspecify.annotations.NullMarked;
