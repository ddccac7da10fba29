/**
 * Who changed what, and whom Sluice refused a change, in the table that this room alone reads and writes: noted of every
 * request that changes something, in the log, too, and read over REST. Public face: {@link io.sluice.access.audit.AuditLog},
 * by which whoever changes something in the ledger's database notes it in the same transaction, and
 * {@link io.sluice.access.audit.Change}.
 */
@NullMarked
package io.sluice.access.audit;

import org.jspecify.annotations.NullMarked;
