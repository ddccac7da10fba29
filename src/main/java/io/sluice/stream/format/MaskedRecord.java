package io.sluice.stream.format;

import io.sluice.stream.flow.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as somebody may see it.
 *
 * @param isMasked whether it may differ from the record as it is
 * @param withheld why nothing of its value is shown; null if something is, or there is none
 */
public record MaskedRecord(
        SourceRecord record, boolean isMasked, @Nullable String withheld) {

    /** A record of which everything is shown. */
    public static MaskedRecord open(SourceRecord record) {
        return new MaskedRecord(record, false, null);
    }
}
