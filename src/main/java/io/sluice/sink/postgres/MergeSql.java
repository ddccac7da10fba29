package io.sluice.sink.postgres;

import static io.sluice.flow.SourceColumns.INGESTED_AT;
import static io.sluice.flow.SourceColumns.OFFSET;
import static io.sluice.flow.SourceColumns.ORDINAL;
import static io.sluice.flow.SourceColumns.PARTITION;
import static io.sluice.flow.SourceColumns.TOPIC;

import io.sluice.flow.SinkSpec;
import io.sluice.flow.WriteMode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;

/** The statements that write one sink's table. */
final class MergeSql {

    private static final List<String> POSITION = List.of(TOPIC, PARTITION, OFFSET, ORDINAL);

    private final SinkSpec sink;
    private final String target;
    private final List<String> columns;
    private final String number;

    MergeSql(SinkSpec sink, StructType rows) {
        this.sink = sink;
        target = PostgresNames.table(sink.target());
        columns = RowEncoder.columns(rows);
        String free = "_n";
        while (columns.contains(free)) {
            free = "_" + free;
        }
        number = free;
    }

    /** The written columns, in the order of {@link RowEncoder}'s lines. */
    List<String> columns() {
        return columns;
    }

    /** The staging table's column for the number of a row. */
    String number() {
        return number;
    }

    String copy() {
        return copy(target, columns);
    }

    static String copy(String quotedTable, List<String> columns) {
        return "COPY " + quotedTable + " (" + PostgresNames.list(columns) + ") FROM STDIN";
    }

    /** Not LIKE the target: its NOT NULLs on columns that a trigger fills would refuse what the target takes. */
    String createStaging(String staging) {
        return "CREATE TEMPORARY TABLE " + PostgresNames.quote(staging) + " ON COMMIT DROP AS SELECT "
                + PostgresNames.list(columns) + ", 0 AS " + PostgresNames.quote(number) + " FROM " + target
                + " WITH NO DATA";
    }

    /** With two parameters: the first number, and the one after the last. */
    String merge(String staging) {
        return sink.mode() == WriteMode.APPEND ? append(staging) : upsert(staging);
    }

    private String append(String staging) {
        return insert("") + " SELECT " + PostgresNames.list(columns) + source(staging) + " ORDER BY "
                + PostgresNames.quote(number) + " ON CONFLICT (" + PostgresNames.list(TableLayout.POSITION)
                + ") DO NOTHING";
    }

    /** Rows are locked in the order of the key, the same for every writer, so that no two wait for each other. */
    private String upsert(String staging) {
        String key = PostgresNames.list(sink.key());
        String newest = "SELECT DISTINCT ON (" + key + ") " + PostgresNames.list(columns) + source(staging)
                + " ORDER BY " + key + newestFirst();
        return insert(" AS stored") + " SELECT " + PostgresNames.list(columns) + " FROM (" + newest
                + ") newest ORDER BY "
                + PostgresNames.list(sink.key().stream().sorted().toList()) + " ON CONFLICT (" + key
                + ") DO UPDATE SET " + assignments() + " WHERE " + newer();
    }

    private String insert(String alias) {
        return "INSERT INTO " + target + alias + " (" + PostgresNames.list(columns) + ")";
    }

    private String source(String staging) {
        String row = PostgresNames.quote(number);
        return " FROM " + PostgresNames.quote(staging) + " WHERE " + row + " >= ? AND " + row + " < ?";
    }

    private String newestFirst() {
        String version = sink.version();
        String first = version == null ? "" : ", " + PostgresNames.quote(version) + " DESC NULLS LAST";
        return first
                + POSITION.stream()
                        .map(name -> ", " + PostgresNames.quote(name) + " DESC")
                        .collect(Collectors.joining());
    }

    private String assignments() {
        Stream<String> written = columns.stream()
                .filter(column -> !sink.key().contains(column))
                .map(PostgresNames::quote)
                .map(column -> column + " = EXCLUDED." + column);
        return Stream.concat(written, Stream.of(PostgresNames.quote(INGESTED_AT) + " = DEFAULT"))
                .collect(Collectors.joining(", "));
    }

    /** A row without a position was there before Sluice: any record is newer, unless a version says otherwise. */
    private String newer() {
        String positioned = "(stored." + PostgresNames.quote(OFFSET) + " IS NULL OR " + row("EXCLUDED") + " > "
                + row("stored") + ")";
        String version = sink.version();
        if (version == null) {
            return positioned;
        }
        String incoming = "EXCLUDED." + PostgresNames.quote(version);
        String stored = "stored." + PostgresNames.quote(version);
        return "CASE WHEN " + incoming + " IS NULL THEN " + stored + " IS NULL AND " + positioned + " WHEN " + stored
                + " IS NULL OR " + incoming + " > " + stored + " THEN true ELSE " + incoming + " = " + stored + " AND "
                + positioned + " END";
    }

    private static String row(String relation) {
        return POSITION.stream()
                .map(name -> relation + "." + PostgresNames.quote(name))
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
