package io.sluice.results;

import io.sluice.results.Keyset.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/**
 * A list of rows in Postgres, in one order.
 *
 * @param select the columns that the reader reads, in SQL
 * @param from FROM and WHERE, in SQL; what follows is another condition
 * @param parameters of FROM and WHERE
 * @param order total: no two rows have all of it in common
 */
record PostgresList<T>(
        String select, String from, List<Object> parameters, List<KeyColumn> order, RowMapper<T> reader) {

    /** A row with its values of the order's columns, as text. */
    private record Row<T>(T item, List<@Nullable String> values) {}

    /**
     * @param byKey whether the order is that of the table's own key
     * @param identity of the list: the table and whatever narrows it
     */
    Slice<T> page(PostgresReads.Session session, Paging paging, boolean byKey, List<String> identity) {
        String list = Cursor.fingerprint(
                Stream.concat(Stream.of("postgres", String.valueOf(byKey), Keyset.order(order)), identity.stream())
                        .toList());
        Cursor cursor = paging.cursor();
        List<Row<T>> rows = cursor == null
                ? query(session, new Step("TRUE", List.of()), paging.fetch(), paging.skip())
                : after(session, paging.marks(cursor, list, order.size()), paging.fetch());
        return Slice.of(
                paging,
                rows,
                Row::item,
                (row, seen) -> new Cursor(
                        byKey,
                        list,
                        seen,
                        Marks.of(row.values(), i -> order.get(i).unique())),
                () -> count(session),
                () -> OptionalLong.of(session.estimate("SELECT 1" + from, parameters)));
    }

    /** The first of all. */
    List<T> first(PostgresReads.Session session) {
        return query(session, new Step("TRUE", List.of()), 1, 0).stream()
                .map(Row::item)
                .toList();
    }

    private List<Row<T>> after(PostgresReads.Session session, List<@Nullable String> marks, int limit) {
        session.goesOn();
        List<Row<T>> rows = new ArrayList<>();
        for (Step step : Keyset.after(order, Marks.values(marks, () -> again(session, marks)))) {
            if (rows.size() < limit) {
                rows.addAll(query(session, step, limit - rows.size(), 0));
            }
        }
        return rows;
    }

    /** The values of the row that the marks are of, found by its key; empty if it is gone. */
    private List<@Nullable String> again(PostgresReads.Session session, List<@Nullable String> marks) {
        List<String> conditions = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            String mark = marks.get(i);
            if (order.get(i).unique() && mark != null) {
                conditions.add(order.get(i).equalTo(mark));
                values.add(mark.substring(1));
            }
        }
        Step row = new Step(conditions.isEmpty() ? "FALSE" : String.join(" AND ", conditions), values);
        return query(session, row, 1, 0).stream().findFirst().map(Row::values).orElse(List.of());
    }

    private List<Row<T>> query(PostgresReads.Session session, Step step, int limit, int skip) {
        // Under names of their own: in ORDER BY a name is first of all one that is selected.
        String values = IntStream.range(0, order.size())
                .mapToObj(i -> order.get(i).text() + " AS \"sluice:cursor:" + i + '"')
                .collect(Collectors.joining(", "));
        return session.postgres()
                .sql("SELECT " + select + ", " + values + from + " AND " + step.condition() + " ORDER BY "
                        + Keyset.order(order) + " LIMIT ? OFFSET ?")
                .params(parameters)
                .params(step.parameters())
                .param(limit)
                .param(skip)
                .query((row, number) -> new Row<>(reader.mapRow(row, number), values(row)))
                .list();
    }

    private List<@Nullable String> values(ResultSet row) throws SQLException {
        int first = row.getMetaData().getColumnCount() - order.size() + 1;
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            values.add(row.getString(first + i));
        }
        return values;
    }

    private long count(PostgresReads.Session session) {
        return session.postgres()
                .sql("SELECT count(*)" + from)
                .params(parameters)
                .query(Long.class)
                .single();
    }
}
