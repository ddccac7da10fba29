package io.sluice.stream.ledger;

import io.sluice.stream.flow.Offsets;
import java.io.Serializable;

/**
 * How far the ledger has said, to one run of a flow, that it got in each partition: where it stood when the run began, and
 * what it has committed since. No run reads the records before that again, so a ledger that says less now has
 * gone back (Postgres was restored from a backup, or its standby that took over lagged behind), and to write behind that
 * gap would hide it. Travels to the executors; thread-safe.
 */
public final class Acknowledged implements Serializable {

    private static final long serialVersionUID = 1L;

    private volatile Offsets next;

    /** @param begin the next offset of every partition, as the ledger has it */
    public Acknowledged(Offsets begin) {
        next = begin;
    }

    /** @param offsets the next offset of some partitions, as the ledger has it or has committed it */
    public synchronized void add(Offsets offsets) {
        next = next.later(offsets);
    }

    /** The next offset; 0 for a partition of which nothing is known: it was added to the topic since, and is read whole. */
    public long of(String topic, int partition) {
        return next.get(topic, partition, 0);
    }

    /**
     * Does nothing if the ledger still has what it said.
     *
     * @param ledger the next offset of the partition, as the ledger has it now
     * @throws LedgerBehindException if it has gone back
     */
    public void require(String pipeline, String topic, int partition, long ledger) {
        long said = of(topic, partition);
        if (ledger < said) {
            throw new LedgerBehindException(pipeline, topic, partition, said, ledger);
        }
    }

    /**
     * Does nothing if the ledger still has what it said of all partitions; those that it does not know stand at 0.
     *
     * @throws LedgerBehindException if it has gone back
     */
    public void require(String pipeline, Offsets ledger) {
        next.forEach((topic, partition, said) -> require(pipeline, topic, partition, ledger.get(topic, partition, 0)));
    }

    /** A copy of what is said here now, whatever is added later. */
    public Acknowledged copy() {
        return new Acknowledged(next);
    }
}
