/**
 * Reconciles flows: plans what is compared, runs it as jobs of Spark, adds up what was found. {@link
 * io.sluice.engine.Reconciler} is its face.
 */
@NullMarked
package io.sluice.engine.reconcile;

import org.jspecify.annotations.NullMarked;
