package io.sluice.results.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a filter compares; the API has the names in lower case. */
public enum Operator {
    EQ,
    /** It also finds null. */
    NE,
    LT,
    LE,
    GT,
    GE,
    /** {@code %} is any text, {@code _} any character, a backslash takes the meaning from the next character. */
    LIKE,
    IN,
    ISNULL;

    static Optional<Operator> named(String label) {
        return Arrays.stream(values()).filter(o -> o.label().equals(label)).findFirst();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
