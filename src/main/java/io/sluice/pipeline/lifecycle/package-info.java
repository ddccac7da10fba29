/**
 * Keeps the flows of pipelines in the state that was ordered: one serial actor for each pipeline, retries with
 * back-off, a graceful end. Public face: {@link io.sluice.pipeline.lifecycle.Supervisor},
 * {@link io.sluice.pipeline.lifecycle.PipelineActor}. Knows neither REST nor the database.
 */
@NullMarked
package io.sluice.pipeline.lifecycle;

import org.jspecify.annotations.NullMarked;
