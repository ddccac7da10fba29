/**
 * Spark's life in this process: starts it here or on a cluster, keeps it, ships the jars that executors need, and makes
 * the sessions and checkpoints of queries. Public face: {@link io.sluice.engine.session.SparkRuntime} for whoever asks how
 * Spark is; the rest is for {@code engine.run}.
 */
@NullMarked
package io.sluice.engine.session;

import org.jspecify.annotations.NullMarked;
