package io.sluice.stream.ledger;

/** Another instance has taken over the pipelines of this database: this one must not start any. */
public final class NotOwnerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotOwnerException() {
        super("This instance does not hold the lease of the pipelines any more, so it must not start one;"
                + " another instance runs them");
    }
}
