package io.sluice.results.table;

import io.sluice.results.query.Batch;
import io.sluice.results.query.Cursor;
import io.sluice.results.query.Marks;
import io.sluice.results.query.Paging;
import io.sluice.results.query.Slice;
import io.sluice.results.table.Keyset.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.RowMapper;

/**
 * A list of rows of a table, in one order.
 *
 * @param select the columns that the reader reads, in SQL
 * @param from FROM and WHERE, in SQL; what follows is another condition
 * @param parameters of FROM and WHERE
 * @param bytes how large a row is, in SQL over the selected columns, told without sending what is large in it
 * @param order total: no two rows have all of it in common
 * @param weight roughly the bytes that an item takes in an answer
 */
public record TableList<T>(
        String select,
        String from,
        List<Object> parameters,
        String bytes,
        List<KeyColumn> order,
        RowMapper<T> reader,
        ToLongFunction<T> weight) {

    /** The columns behind those of the cursor. */
    private static final int BEHIND = 2;

    /** A row with its values of the order's columns, as text. */
    private record Row<T>(T item, List<@Nullable String> values) {}

    /**
     * Reads one page.
     *
     * @param byKey whether the order is that of the table's own key
     * @param identity of the list: the table and whatever narrows it
     */
    public Slice<T> page(TableReads.Session session, Paging paging, boolean byKey, List<String> identity) {
        String list = Cursor.fingerprint(
                Stream.concat(Stream.of("table", String.valueOf(byKey), Keyset.order(order)), identity.stream())
                        .toList());
        Cursor cursor = paging.cursor();
        Batch<Row<T>> rows = new Batch<>();
        if (cursor == null) {
            query(session, new Step("TRUE", List.of()), paging.fetch(), paging.skip(), rows);
        } else {
            after(session, paging.marks(cursor, list, order.size()), paging.fetch(), rows);
        }
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

    /** Reads the first row of the list; empty if it has none. */
    public List<T> first(TableReads.Session session) {
        return query(session, new Step("TRUE", List.of()), 1, 0, new Batch<>()).rows().stream()
                .map(Row::item)
                .toList();
    }

    private void after(TableReads.Session session, List<@Nullable String> marks, int limit, Batch<Row<T>> rows) {
        session.expectCursor();
        for (Step step : Keyset.after(order, Marks.values(marks, () -> again(session, marks)))) {
            if (rows.size() < limit && !rows.isCut()) {
                query(session, step, limit - rows.size(), 0, rows);
            }
        }
    }

    /** Reads the values of the row that the marks are of again, by its key; empty if it is gone. */
    private List<@Nullable String> again(TableReads.Session session, List<@Nullable String> marks) {
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
        return query(session, row, 1, 0, new Batch<>()).rows().stream()
                .findFirst()
                .map(Row::values)
                .orElse(List.of());
    }

    /**
     * Lets the server send as many rows as there is room for: however large rows are, no more of them are in memory than the
     * page may hold, and one.
     */
    private Batch<Row<T>> query(TableReads.Session session, Step step, int limit, int skip, Batch<Row<T>> rows) {
        // Under names of their own: in ORDER BY a name is first of all one that is selected.
        String values = numbered(i -> order.get(i).text() + " AS \"sluice:cursor:" + i + '"');
        String keys = numbered(i -> order.get(i).expression() + " AS \"sluice:key:" + i + '"');
        String byKeys = " ORDER BY " + numbered(i -> order.get(i).order("\"sluice:key:" + i + '"'));
        session.client()
                .sql("SELECT * FROM (SELECT page.*, coalesce(sum(" + bytes + ") OVER (" + byKeys
                        + " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS \"sluice:before\","
                        + " count(*) OVER () AS \"sluice:rows\" FROM (SELECT " + select + ", " + keys + ", " + values
                        + from + " AND " + step.condition() + " ORDER BY " + Keyset.order(order)
                        + " LIMIT ? OFFSET ?) page) weighed WHERE \"sluice:before\" < ?" + byKeys)
                .params(parameters)
                .params(step.parameters())
                .param(limit)
                .param(skip)
                .param(rows.room())
                .query((ResultSetExtractor<Batch<Row<T>>>) found -> fill(rows, found));
        return rows;
    }

    private String numbered(IntFunction<String> column) {
        return IntStream.range(0, order.size()).mapToObj(column).collect(Collectors.joining(", "));
    }

    private Batch<Row<T>> fill(Batch<Row<T>> rows, ResultSet found) throws SQLException {
        long left = 0;
        boolean taken = true;
        while (taken && found.next()) {
            T item = reader.mapRow(found, rows.size());
            taken = rows.offer(new Row<>(item, values(found)), weight.applyAsLong(item));
            left = found.getLong("sluice:rows") - found.getRow();
        }
        if (left > 0) {
            rows.cut();
        }
        return rows;
    }

    private List<@Nullable String> values(ResultSet row) throws SQLException {
        int first = row.getMetaData().getColumnCount() - BEHIND - order.size() + 1;
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            values.add(row.getString(first + i));
        }
        return values;
    }

    private long count(TableReads.Session session) {
        return session.client()
                .sql("SELECT count(*)" + from)
                .params(parameters)
                .query(Long.class)
                .single();
    }
}
