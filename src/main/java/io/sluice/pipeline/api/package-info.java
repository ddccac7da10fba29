/**
 * Pipelines over REST: definitions, orders, status, progress and the queries behind them. Has no public face.
 */
@NullMarked
package io.sluice.pipeline.api;

import org.jspecify.annotations.NullMarked;
