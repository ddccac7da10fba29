package io.sluice.stream.store.postgres.write;

import static io.sluice.stream.column.SourceColumns.OFFSET;
import static io.sluice.stream.column.SourceColumns.ORDINAL;
import static io.sluice.stream.column.SourceColumns.PARTITION;
import static io.sluice.stream.column.SourceColumns.TOPIC;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.StoreAudit.Span;
import io.sluice.stream.store.postgres.encode.RowEncoder;
import io.sluice.stream.store.postgres.layout.PostgresNames;
import io.sluice.stream.store.postgres.layout.TableLayout;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The statements that compare a table with the rows that it should have, which are staged beside it: they have gone the
 * same way through the same types as those in the table, so that equal values are equal to the bit ({@code *<>}).
 */
final class AuditSql {

    private final SinkSpec sink;
    private final MergeSql merge;
    private final String target;
    private final List<String> columns;
    /** Those that can differ between two rows that are held against each other. */
    private final List<String> compared;

    private final String number;

    /** What can be said of a staged row. */
    enum State {
        /** There is nothing in its place, or nothing of its key. */
        MISSING,
        /** The row in its place is another one. */
        DIFFERENT,
        /** The row of its key is an older one. */
        OUTDATED,
        /** In upsert mode: the row of its key is this one. */
        HELD
    }

    AuditSql(SinkSpec sink, MergeSql merge) {
        this.sink = sink;
        this.merge = merge;
        target = PostgresNames.table(sink.target());
        columns = merge.columns();
        compared =
                columns.stream().filter(column -> !sink.key().contains(column)).toList();
        number = PostgresNames.quote(merge.number());
    }

    /**
     * Asks for offset, ordinal, number of the staged row (null: unexpected), its {@link State}, the index of the first column
     * that differs, and the key as texts. Its parameters are those of {@link #parameters}.
     */
    String differences(String staging) {
        return sink.mode() == WriteMode.APPEND ? byPosition(staging) : byKey(staging);
    }

    Object[] parameters(Span span) {
        return sink.mode() == WriteMode.APPEND
                ? new Object[] {span.partition(), span.from(), span.until(), span.topic()}
                : new Object[0];
    }

    /**
     * The newest row of each key counts, as for a writer. Any other one is looked at only if it is the one that the table
     * has: a version that somebody has raised by hand would hide it else.
     */
    private String byKey(String staging) {
        String key = PostgresNames.list(sink.key());
        String sameKey = equal(sink.key());
        String noRow = "t." + quote(sink.key().get(0)) + " IS NULL";
        String held = MergeSql.row("t") + " = " + MergeSql.row("s");
        return "SELECT s." + quote(OFFSET) + ", s." + quote(ORDINAL) + ", s." + number + ", CASE WHEN " + noRow
                + " THEN '"
                + State.MISSING + "' WHEN NOT coalesce(" + held + ", false) THEN '" + State.OUTDATED + "' WHEN "
                + differs() + " THEN '" + State.DIFFERENT + "' ELSE '" + State.HELD + "' END, " + firstDifference()
                + ", "
                + texts("s", sink.key())
                + " FROM " + quote(staging) + " s LEFT JOIN " + target + " t ON " + sameKey
                + " LEFT JOIN (SELECT DISTINCT ON (" + key + ") " + number + " FROM " + quote(staging) + " ORDER BY "
                + key + merge.newestFirst() + ") newest ON newest." + number + " = s." + number
                + " WHERE " + held + " OR newest." + number + " IS NOT NULL AND (" + noRow + " OR "
                + merge.newer("s", "t") + ")";
    }

    /** Asks for topic, partition, offset, ordinal and key of all rows of topics, which are its parameter. */
    static String held(SinkSpec sink) {
        return "SELECT " + PostgresNames.list(RowEncoder.SOURCE) + ", " + texts("t", sink.key()) + " FROM "
                + PostgresNames.table(sink.target()) + " t WHERE " + quote(TOPIC) + " = ANY (?)";
    }

    private static String texts(String alias, List<String> columns) {
        return columns.stream()
                .map(column -> alias + "." + quote(column) + "::text")
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
    }

    private static String equal(List<String> columns) {
        return columns.stream()
                .map(column -> "t." + quote(column) + " = s." + quote(column))
                .collect(Collectors.joining(" AND "));
    }

    private String differs() {
        return image("t") + "::record *<> " + image("s") + "::record";
    }

    private String firstDifference() {
        return IntStream.range(0, columns.size())
                .filter(i -> compared.contains(columns.get(i)))
                .mapToObj(i -> " WHEN " + image("t", columns.get(i)) + "::record *<> " + image("s", columns.get(i))
                        + "::record THEN " + i)
                .collect(Collectors.joining("", "CASE", " END"));
    }

    private String byPosition(String staging) {
        return "SELECT coalesce(s.%1$s, t.%1$s), coalesce(s.%2$s, t.%2$s), s.%3$s, CASE WHEN t.%1$s IS NULL THEN '%4$s' ELSE '%5$s' END, %6$s, ARRAY[]::text[]"
                        .formatted(
                                quote(OFFSET),
                                quote(ORDINAL),
                                number,
                                State.MISSING,
                                State.DIFFERENT,
                                firstDifference())
                + " FROM (SELECT " + PostgresNames.list(columns) + " FROM " + target + " WHERE " + quote(PARTITION)
                + " = ? AND " + quote(OFFSET) + " >= ? AND " + quote(OFFSET) + " < ? AND " + quote(TOPIC) + " = ?) t"
                + " FULL JOIN " + quote(staging)
                + " s ON s.%1$s = t.%1$s AND s.%2$s = t.%2$s".formatted(quote(OFFSET), quote(ORDINAL))
                + " WHERE s." + number + " IS NULL OR t." + quote(OFFSET) + " IS NULL OR " + differs();
    }

    /** Writes the staged rows of these numbers over those that are in their places. The parameter is an array. */
    String overwrite(String staging) {
        String assignments = compared.stream()
                .map(column -> quote(column) + " = s." + quote(column))
                .collect(Collectors.joining(", "));
        return "UPDATE " + target + " t SET " + assignments + " FROM " + quote(staging) + " s WHERE s." + number
                + " = ANY (?) AND "
                + equal(Stream.concat(sink.key().stream(), TableLayout.POSITION.stream())
                        .toList());
    }

    /** Writes the staged rows of these numbers as a writer would. The parameter is an array. */
    String merge(String staging) {
        return merge.merge(staging, number + " = ANY (?)");
    }

    List<String> columns() {
        return columns;
    }

    private String image(String alias) {
        return image(alias, compared, name -> alias + "." + quote(name));
    }

    private static String image(String alias, String column) {
        return image(alias, List.of(column), name -> alias + "." + quote(name));
    }

    private static String image(String alias, List<String> names, Function<String, String> qualified) {
        return names.stream().map(qualified).collect(Collectors.joining(", ", "ROW(", ")"));
    }

    private static String quote(String name) {
        return PostgresNames.quote(name);
    }
}
