/**
 * The pipelines that there are: their rows in the database, the registry of those that this instance runs, and the one way
 * to create, change, order and delete them. Public face: {@link io.sluice.pipeline.catalogue.PipelineService} and
 * {@link io.sluice.pipeline.catalogue.PipelineRegistry}.
 */
@NullMarked
package io.sluice.pipeline.catalogue;

import org.jspecify.annotations.NullMarked;
