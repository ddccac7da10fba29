package io.sluice.results.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A column to sort by. Nulls are smaller than any value, in every store. */
public record Sort(Column column, boolean descending) {

    /**
     * Reads the sort parameters, each {@code column}, {@code column,asc} or {@code column,desc}, and puts behind them the
     * position, so that the order is total and pages never overlap.
     *
     * @throws io.sluice.web.ProblemException INVALID_PARAMETER
     */
    public static List<Sort> parse(List<String> texts, Columns columns) {
        Map<String, Sort> sorts = new LinkedHashMap<>();
        texts.forEach(text -> add(sorts, parse(text, columns)));
        Columns.POSITION.forEach(column -> add(sorts, new Sort(column, false)));
        return new ArrayList<>(sorts.values());
    }

    private static void add(Map<String, Sort> sorts, Sort sort) {
        sorts.putIfAbsent(sort.column().name(), sort);
    }

    private static Sort parse(String text, Columns columns) {
        int comma = text.lastIndexOf(',');
        String direction = comma < 0 ? "" : text.substring(comma + 1);
        boolean directed = columns.find(text).isEmpty() && (direction.equals("asc") || direction.equals("desc"));
        String name = directed ? text.substring(0, comma) : text;
        Column column = columns.find(name).orElseThrow(() -> columns.unknown(name));
        if (!column.kind().isSortable()) {
            throw columns.notSortable(column);
        }
        return new Sort(column, directed && direction.equals("desc"));
    }
}
