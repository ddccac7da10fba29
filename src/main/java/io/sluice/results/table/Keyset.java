package io.sluice.results.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows after a row, in an order by several columns, as conditions of which an index on these columns serves each:
 * a few columns are equal, and the next ones are beyond. The rows of the first condition come before those of the
 * second, and so on; a page rarely needs more than the first two.
 */
public final class Keyset {

    /**
     * One of the conditions.
     *
     * @param parameters the values of its question marks, as text
     */
    record Step(String condition, List<String> parameters) {}

    private final List<KeyColumn> columns;
    private final List<@Nullable String> values;

    private Keyset(List<KeyColumn> columns, List<@Nullable String> values) {
        this.columns = columns;
        this.values = values;
    }

    /**
     * Makes the conditions of the rows after one.
     *
     * @param values of the row, in the order of the columns
     */
    static List<Step> after(List<KeyColumn> columns, List<@Nullable String> values) {
        return new Keyset(columns, values).steps();
    }

    public static String order(List<KeyColumn> columns) {
        return columns.stream().map(KeyColumn::order).collect(Collectors.joining(", "));
    }

    /** Begins from the back: where all columns but the last ones are equal is nearest. */
    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        int end = columns.size();
        while (end > 0) {
            int start = groupStart(end);
            beyond(start, end).forEach(steps::add);
            end = start;
        }
        return steps;
    }

    /** Columns of one direction are compared as one row value, which an index on them answers with one search. */
    private int groupStart(int end) {
        int start = end - 1;
        while (start > 0
                && joins(start)
                && joins(start - 1)
                && columns.get(start).descending() == columns.get(start - 1).descending()) {
            start--;
        }
        return start;
    }

    /** A row value is neither beyond nor before a null; ascending that is right, for nulls came before any value. */
    private boolean joins(int index) {
        KeyColumn column = columns.get(index);
        return values.get(index) != null && !(column.descending() && column.nullable());
    }

    private Stream<Step> beyond(int start, int end) {
        KeyColumn column = columns.get(start);
        boolean down = column.descending();
        if (values.get(start) == null) {
            return down ? Stream.empty() : Stream.of(step(start, column.expression() + " IS NOT NULL", start));
        }
        String condition =
                row(start, end, KeyColumn::expression) + (down ? " < " : " > ") + row(start, end, KeyColumn::parameter);
        Step beyond = step(start, condition, end);
        return down && column.nullable()
                ? Stream.of(beyond, step(start, column.expression() + " IS NULL", start))
                : Stream.of(beyond);
    }

    private String row(int start, int end, Function<KeyColumn, String> sql) {
        return columns.subList(start, end).stream().map(sql).collect(Collectors.joining(", ", "(", ")"));
    }

    /** @param used up to which column the values are parameters */
    private Step step(int equal, String condition, int used) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < equal; i++) {
            all.add(columns.get(i).equalTo(values.get(i)));
        }
        all.add(condition);
        List<String> parameters =
                values.subList(0, used).stream().filter(Objects::nonNull).toList();
        return new Step(String.join(" AND ", all), parameters);
    }
}
