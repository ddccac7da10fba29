package io.sluice.stream.ledger;

import java.util.Map;

/** Knows what the ledger has said to a run of a flow, up to some moment. */
@FunctionalInterface
public interface LedgerCheck {

    /**
     * Does nothing if the ledger still has it.
     *
     * @param ledger the next offset of the flow's partitions by topic, read after that moment
     * @throws LedgerBehindException if it has gone back
     */
    void require(Map<String, Map<Integer, Long>> ledger);
}
