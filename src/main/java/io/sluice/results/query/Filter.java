package io.sluice.results.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One condition on a column.
 *
 * @param values parsed to the column's type as {@link FilterValue} says; one, several for IN, a Boolean for ISNULL,
 *     and text for LIKE
 */
public record Filter(Column column, Operator operator, List<Object> values) {

    public Filter {
        values = List.copyOf(values);
    }

    public Object value() {
        return values.get(0);
    }

    /** Whether a row whose column is null meets the condition. */
    public boolean findsNull() {
        return switch (operator) {
            case NE -> true;
            case ISNULL -> (Boolean) value();
            case EQ, LT, LE, GT, GE, LIKE, IN -> false;
        };
    }

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
}
