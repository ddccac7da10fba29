package io.sluice.stream.ledger;

import io.sluice.stream.flow.Offsets;

/** Knows what the ledger has said to a run of a flow, up to some moment. */
@FunctionalInterface
public interface LedgerCheck {

    /**
     * Does nothing if the ledger still has it.
     *
     * @param ledger the next offset of the flow's partitions, read after that moment
     * @throws LedgerBehindException if it has gone back
     */
    void require(Offsets ledger);
}
