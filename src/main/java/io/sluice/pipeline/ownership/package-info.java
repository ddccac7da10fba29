/**
 * One owner: a lease in Postgres that lets one instance of all those on a database run its pipelines. Public face:
 * {@link io.sluice.pipeline.ownership.Ownership}. May use engine; knows no pipelines.
 */
@NullMarked
package io.sluice.pipeline.ownership;

import org.jspecify.annotations.NullMarked;
