/**
 * One owner: a lease in the database that lets one instance of all those on a database run its pipelines. Public face:
 * {@link io.sluice.pipeline.ownership.Ownership}, and the bean of {@link io.sluice.stream.ledger.LedgerDatabase}, in which
 * only the holder of the lease changes anything. Knows no pipelines.
 */
@NullMarked
package io.sluice.pipeline.ownership;

import org.jspecify.annotations.NullMarked;
