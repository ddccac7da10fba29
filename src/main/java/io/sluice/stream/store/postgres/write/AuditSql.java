package io.sluice.stream.store.postgres.write;

import static io.sluice.stream.column.SourceColumns.OFFSET;
import static io.sluice.stream.column.SourceColumns.ORDINAL;
import static io.sluice.stream.column.SourceColumns.PARTITION;
import static io.sluice.stream.column.SourceColumns.TOPIC;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.store.postgres.layout.PostgresNames;
import io.sluice.stream.store.postgres.layout.TableLayout;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statements that compare a table with the rows that it should have, which are staged beside it: they have gone the
 * same way through the same types as those in the table, so that equal values are equal to the bit ({@code *<>}).
 */
final class AuditSql {

    private final String target;
    private final List<String> columns;
    private final String number;

    AuditSql(SinkSpec sink, MergeSql merge) {
        target = PostgresNames.table(sink.target());
        columns = merge.columns();
        number = PostgresNames.quote(merge.number());
    }

    /**
     * Asks for offset, ordinal, number of the staged row (null: unexpected), whether the table lacks it, and the index of
     * the first column that differs. Its parameters are the partition, the first offset, the one behind the last, and the
     * topic.
     */
    String differences(String staging) {
        String first = IntStream.range(0, columns.size())
                .mapToObj(i -> " WHEN " + image("t", columns.get(i)) + "::record *<> " + image("s", columns.get(i))
                        + "::record THEN " + i)
                .collect(Collectors.joining());
        return "SELECT coalesce(s.%1$s, t.%1$s), coalesce(s.%2$s, t.%2$s), s.%3$s, t.%1$s IS NULL, CASE%4$s END"
                        .formatted(quote(OFFSET), quote(ORDINAL), number, first)
                + " FROM (SELECT " + PostgresNames.list(columns) + " FROM " + target + " WHERE " + quote(PARTITION)
                + " = ? AND " + quote(OFFSET) + " >= ? AND " + quote(OFFSET) + " < ? AND " + quote(TOPIC) + " = ?) t"
                + " FULL JOIN " + quote(staging)
                + " s ON s.%1$s = t.%1$s AND s.%2$s = t.%2$s".formatted(quote(OFFSET), quote(ORDINAL))
                + " WHERE s." + number + " IS NULL OR t." + quote(OFFSET) + " IS NULL OR " + image("t")
                + "::record *<> " + image("s") + "::record";
    }

    /** Writes the staged rows of these numbers over those of the same position. The parameter is an array. */
    String overwrite(String staging) {
        String assignments = columns.stream()
                .map(column -> quote(column) + " = s." + quote(column))
                .collect(Collectors.joining(", "));
        return "UPDATE " + target + " t SET " + assignments + " FROM " + quote(staging) + " s WHERE s." + number
                + " = ANY (?) AND "
                + TableLayout.POSITION.stream()
                        .map(column -> "t." + quote(column) + " = s." + quote(column))
                        .collect(Collectors.joining(" AND "));
    }

    /** Adds the staged rows of these numbers whose position is free. The parameter is an array. */
    String insert(String staging) {
        String list = PostgresNames.list(columns);
        return "INSERT INTO " + target + " (" + list + ") SELECT " + list + " FROM " + quote(staging) + " WHERE "
                + number + " = ANY (?) ON CONFLICT (" + PostgresNames.list(TableLayout.POSITION) + ") DO NOTHING";
    }

    List<String> columns() {
        return columns;
    }

    private String image(String alias) {
        return image(alias, columns, name -> alias + "." + quote(name));
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
