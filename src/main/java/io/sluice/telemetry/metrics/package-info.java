/**
 * The meters of pipelines, and where metrics go. Reads what {@code pipeline} shows of each pipeline; nobody uses this
 * room.
 */
@NullMarked
package io.sluice.telemetry.metrics;

import org.jspecify.annotations.NullMarked;
