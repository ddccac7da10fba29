/** Reconciles pipelines, on order over REST and in the background, and keeps the last report of each. */
@NullMarked
package io.sluice.pipeline.reconciliation;

import org.jspecify.annotations.NullMarked;
