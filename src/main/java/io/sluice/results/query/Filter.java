package io.sluice.results.query;

import java.util.List;

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
}
