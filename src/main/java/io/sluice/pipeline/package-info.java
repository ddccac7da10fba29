/**
 * Pipelines: their persistence, REST and start-up; {@code pipeline.definition} reads what a pipeline is, {@code
 * pipeline.lifecycle} keeps it running, {@code pipeline.ownership} lets one instance do so, and none knows this package. Public face:
 * {@link io.sluice.pipeline.PipelineDirectory}, {@link io.sluice.pipeline.PipelineReadings}, {@link
 * io.sluice.pipeline.PipelineRetries}, and {@link io.sluice.pipeline.ColumnTypes} for a store to implement.
 * May use engine, flow and web.
 */
@NullMarked
package io.sluice.pipeline;

import org.jspecify.annotations.NullMarked;
