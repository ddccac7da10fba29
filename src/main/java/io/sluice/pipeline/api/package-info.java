/**
 * Pipelines over REST: definitions, orders, status, progress and the queries behind them. Public face: {@link
 * io.sluice.pipeline.api.Views}, for rooms that send what these answer.
 */
@NullMarked
package io.sluice.pipeline.api;

import org.jspecify.annotations.NullMarked;
