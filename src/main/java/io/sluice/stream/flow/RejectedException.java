package io.sluice.stream.flow;

/** One record does not fit. It is data, not a failure: it costs no stack trace and becomes a dead letter. */
public final class RejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason a sentence for the dead letter: what does not fit, and where in the record */
    public RejectedException(String reason) {
        super(reason, null, false, false);
    }

    /** The reason for the dead letter. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
