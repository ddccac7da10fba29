package io.sluice.results.query;

import static io.sluice.web.ProblemException.invalidParameter;

import io.sluice.results.query.Filter.Operator;
import io.sluice.web.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Reads {@code column:op:value}. Everything that is not understood is a problem that says what would be. */
final class Filters {

    private Filters() {}

    /**
     * Reads one filter.
     *
     * @throws io.sluice.web.ProblemException INVALID_PARAMETER
     */
    static Filter parse(String text, Columns columns) {
        List<Column> candidates = columns.before(text);
        if (candidates.isEmpty()) {
            throw columns.unknown(text.split(":", 2)[0]);
        }
        return candidates.stream()
                .sorted(Comparator.comparing(c -> -c.name().length()))
                .filter(c -> Operator.named(operator(text, c)).isPresent())
                .findFirst()
                .map(column -> parse(text, column))
                .orElseThrow(() -> invalidParameter("The filter '" + Limits.echo(text)
                        + "' has no operator that is known; it is column:operator:value, and the operators are "
                        + labels(Arrays.asList(Operator.values()))));
    }

    private static String operator(String text, Column column) {
        return text.substring(column.name().length() + 1).split(":", 2)[0];
    }

    private static Filter parse(String text, Column column) {
        String label = operator(text, column);
        Operator operator = Operator.named(label).orElseThrow();
        int valueAt = column.name().length() + 1 + label.length() + 1;
        String value = valueAt <= text.length() ? text.substring(valueAt) : null;
        List<Operator> allowed = column.kind().operators();
        if (!allowed.contains(operator)) {
            throw invalidParameter("The column '" + column.name() + "' is "
                    + column.type().sql() + " and cannot be filtered by " + label + "; it takes " + labels(allowed));
        }
        if (value == null && operator != Operator.ISNULL) {
            throw invalidParameter("The filter '" + Limits.echo(text) + "' has no value; it is column:operator:value");
        }
        return new Filter(column, operator, values(column, operator, value == null ? "true" : value));
    }

    private static List<Object> values(Column column, Operator operator, String value) {
        return switch (operator) {
            case EQ, NE, LT, LE, GT, GE -> List.of(FilterValue.parse(column, value));
            case LIKE -> List.of(LikePattern.check(FilterValue.text(column, value)));
            case IN ->
                few(elements(value)).stream()
                        .map(element -> FilterValue.parse(column, element))
                        .toList();
            case ISNULL -> List.of(FilterValue.bool(column, value));
        };
    }

    /** Splits text at its commas; a backslash in front of a comma or a backslash makes it part of an element. */
    static List<String> elements(String text) {
        List<String> elements = new ArrayList<>();
        StringBuilder element = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
            if (c == '\\' && (next == ',' || next == '\\')) {
                element.append(next);
                i++;
            } else if (c == ',') {
                elements.add(element.toString());
                element.setLength(0);
            } else {
                element.append(c);
            }
        }
        elements.add(element.toString());
        return elements;
    }

    private static List<String> few(List<String> elements) {
        if (elements.size() > Limits.FILTER_VALUES) {
            throw invalidParameter("A filter with in takes at most " + Limits.FILTER_VALUES + " values");
        }
        return elements;
    }

    private static String labels(List<Operator> operators) {
        return operators.stream().map(Operator::label).collect(Collectors.joining(", "));
    }
}
