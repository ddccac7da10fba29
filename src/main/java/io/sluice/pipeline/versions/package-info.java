/**
 * The versions that the definitions of pipelines have had, each with its time, its author and what it changed, in the table
 * that this room alone reads and writes; over REST, too. Public face: {@link io.sluice.pipeline.versions.VersionLog}, which
 * whoever changes a definition notes it there, in the same transaction.
 */
@NullMarked
package io.sluice.pipeline.versions;

import org.jspecify.annotations.NullMarked;
