/**
 * Owns the Spark session, analyses flows and runs them as streaming queries, and publishes their progress. Public face:
 * {@link io.sluice.engine.FlowEngine}. May use the stream half (flow, kafka, decode, transform, sink); knows nothing of
 * pipelines.
 */
@NullMarked
package io.sluice.engine;

import org.jspecify.annotations.NullMarked;
