package io.sluice.stream.store.postgres.layout;

import org.jspecify.annotations.Nullable;

/**
 * How Sluice itself made or changed a column last. What differs from it somebody else has set.
 *
 * @param notNull whether Sluice set NOT NULL
 */
record ColumnNote(String type, boolean notNull) {

    private static final String NOT_NULL = " NOT NULL";

    /** @param text of {@link #text}; null if Sluice never made or changed the column */
    static ColumnNote of(@Nullable String text) {
        if (text == null) {
            return new ColumnNote("", false);
        }
        return text.endsWith(NOT_NULL)
                ? new ColumnNote(text.substring(0, text.length() - NOT_NULL.length()), true)
                : new ColumnNote(text, false);
    }

    String text() {
        return type + (notNull ? NOT_NULL : "");
    }
}
