package io.sluice.stream.audit;

import io.sluice.stream.text.Excerpt;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key of a row in upsert mode.
 *
 * @param values a text for each column, as the store writes it, cut off where it is long
 * @param identity the same for equal keys, and by all likelihood for no others
 */
public record RowKey(List<String> values, long identity) implements Serializable {

    private static final int MOST_CHARACTERS = 200;
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** Null if there is none. */
    static @Nullable RowKey of(List<String> values) {
        if (values.isEmpty()) {
            return null;
        }
        long identity = FNV_BASIS;
        for (String value : values) {
            for (int i = 0; i < value.length(); i++) {
                identity = (identity ^ value.charAt(i)) * FNV_PRIME;
            }
            identity = (identity ^ 0x10000) * FNV_PRIME;
        }
        return new RowKey(
                values.stream().map(value -> Excerpt.of(value, MOST_CHARACTERS)).toList(), identity);
    }
}
