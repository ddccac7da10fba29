package io.sluice.stream.ledger;

/**
 * The ledger says less than it has said to this run, so Postgres has gone back to an older state. The run must end; the
 * next one goes on where the ledger stands, and so fills what Postgres has lost.
 */
public final class LedgerBehindException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LedgerBehindException(String pipeline, String topic, int partition, long said, long ledger) {
        super(
                ("Pipeline %s: Postgres has gone back to an older state: it had acknowledged %s, partition %d, up to offset"
                                + " %d, and now knows of it up to %d only. The run ends here, having written nothing behind the"
                                + " gap; the pipeline starts again where Postgres stands")
                        .formatted(pipeline, topic, partition, said, ledger));
    }
}
