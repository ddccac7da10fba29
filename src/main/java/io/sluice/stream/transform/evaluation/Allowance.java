package io.sluice.stream.transform.evaluation;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions of a transform may still make of one record, in bytes. What makes much of little asks before it
 * makes it, so that a greedy record is rejected while there is memory, and the same record everywhere. Public because the
 * code that Spark generates passes it on. One for each task, on one thread.
 */
public final class Allowance implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The same as what the rows of one record may have. */
    private static final long BYTES = OutputRows.MAX_BYTES;

    /** What is added for each byte of the record's value. */
    private static final int PER_BYTE = 8;

    private long left = BYTES;

    /** Begins a record. */
    void renew(byte @Nullable [] value) {
        left = BYTES + (value == null ? 0 : (long) PER_BYTE * value.length);
    }

    /** Whether one value of this size can be made. */
    boolean allows(long bytes) {
        return bytes <= left;
    }

    /** Throws if one value of this size cannot be made; it need not be kept. */
    void require(long bytes) {
        if (bytes > left) {
            throw new GreedyRecordException();
        }
    }

    /** Counts what is kept until the record is done. */
    void take(long bytes) {
        require(bytes);
        left -= bytes;
    }

    /** The record would make too much. It is data, so it costs no stack trace. */
    private static final class GreedyRecordException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        GreedyRecordException() {
            super(
                    "the expressions would make more of this record than " + (BYTES >> 20) + " MiB and " + PER_BYTE
                            + " times its value",
                    null,
                    false,
                    false);
        }
    }
}
