package io.sluice.stream.audit;

import java.io.Serializable;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it should be.
 *
 * @param ordinal which row of the record; null of a dead letter
 * @param key of the row in upsert mode, else null
 * @param field the first column that differs, or the stage of a dead letter; null if there is none to name
 */
public record Finding(
        String topic,
        int partition,
        long offset,
        @Nullable Integer ordinal,
        @Nullable RowKey key,
        Kind kind,
        @Nullable String field)
        implements Serializable {

    Finding as(Kind other) {
        return new Finding(topic, partition, offset, ordinal, key, other, field);
    }

    /** Tells a later record of the key as what was found first: a repair in between may have changed what is found. */
    Finding inPlaceOf(Finding first) {
        boolean unnamed = first.kind == Kind.MISSING || field == null;
        return new Finding(topic, partition, offset, ordinal, key, first.kind, unnamed ? first.field : field);
    }

    boolean isLaterThan(Finding other) {
        return Comparator.comparing(Finding::topic)
                        .thenComparingInt(Finding::partition)
                        .thenComparingLong(Finding::offset)
                        .compare(this, other)
                > 0;
    }

    /** How it differs from what the topic implies. */
    public enum Kind {
        MISSING,
        UNEXPECTED,
        DIFFERENT,
        /** Missing, where an order has deleted letters: if these were so many, none of them is missed. */
        FORGOTTEN
    }
}
