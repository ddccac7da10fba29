/**
 * What the rest of the application sees of pipelines: {@link io.sluice.pipeline.PipelineDirectory} finds one by its name,
 * {@link io.sluice.pipeline.PipelineReadings} shows how all are, and {@link io.sluice.pipeline.PipelineRetries} hears that
 * a service is back. The packages within do the work.
 */
@NullMarked
package io.sluice.pipeline;

import org.jspecify.annotations.NullMarked;
