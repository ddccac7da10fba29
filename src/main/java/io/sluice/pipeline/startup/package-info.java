/**
 * Brings the pipelines up: migrates the database, waits for the lease, loads what is stored and what the definition files
 * say, and starts what is to run. Public face: {@link io.sluice.pipeline.startup.BuiltInPipelines}.
 */
@NullMarked
package io.sluice.pipeline.startup;

import org.jspecify.annotations.NullMarked;
