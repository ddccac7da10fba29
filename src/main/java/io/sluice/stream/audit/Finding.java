package io.sluice.stream.audit;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it should be.
 *
 * @param ordinal which row of the record; null of a dead letter
 * @param field the first column that differs, or the stage of a dead letter; null if there is none to name
 */
public record Finding(
        String topic,
        int partition,
        long offset,
        @Nullable Integer ordinal,
        Kind kind,
        @Nullable String field) implements Serializable {

    /** How it differs from what the topic implies. */
    public enum Kind {
        MISSING,
        UNEXPECTED,
        DIFFERENT,
        /** Missing, where an order has deleted letters: if these were so many, none of them is missed. */
        FORGOTTEN
    }
}
