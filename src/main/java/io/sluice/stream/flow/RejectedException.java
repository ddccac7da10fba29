package io.sluice.stream.flow;

import org.jspecify.annotations.Nullable;

/** One record does not fit. It is data, not a failure: it costs no stack trace and becomes a dead letter. */
public final class RejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable String field;

    /** @param reason a sentence for the dead letter: what does not fit, and where in the record */
    public RejectedException(String reason) {
        this(reason, null);
    }

    /** @param field the path of the field, or the column, that does not fit, which the reason names too; null if none */
    public RejectedException(String reason, @Nullable String field) {
        super(reason, null, false, false);
        this.field = field;
    }

    /** The reason for a dead letter of a record of which a store refuses that row. */
    public static String ofRow(int ordinal, String reason) {
        return ordinal == 0 ? reason : reason + " (row " + ordinal + ")";
    }

    /** The reason for the dead letter. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** The path of the field, or the column, that does not fit; null if it is not known. */
    public @Nullable String field() {
        return field;
    }
}
