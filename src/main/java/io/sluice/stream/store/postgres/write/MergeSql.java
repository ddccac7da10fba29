package io.sluice.stream.store.postgres.write;

import static io.sluice.stream.column.SourceColumns.INGESTED_AT;
import static io.sluice.stream.column.SourceColumns.OFFSET;
import static io.sluice.stream.column.SourceColumns.TOPIC;

import io.sluice.stream.column.ColumnType;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.postgres.encode.RowEncoder;
import io.sluice.stream.store.postgres.layout.PostgresNames;
import io.sluice.stream.store.postgres.layout.TableLayout;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The statements that write one sink's table. */
final class MergeSql {

    private static final String BY_BYTES = " COLLATE \"C\"";

    private final SinkSpec sink;
    private final String target;
    private final List<String> columns;
    private final String number;
    /** The version column, and how two of its values are compared; null if there is none. */
    private final @Nullable String version;

    private final String order;

    MergeSql(SinkSpec sink, StructType rows) {
        this.sink = sink;
        target = PostgresNames.table(sink.target());
        columns = RowEncoder.columns(rows);
        version = sink.version() == null ? null : PostgresNames.quote(sink.version());
        order = sink.version() == null ? "" : order(rows.apply(sink.version()).dataType());
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

    /** Does not use LIKE: NOT NULL on columns that a trigger fills would refuse what the target takes. */
    String createStaging(String staging) {
        return "CREATE TEMPORARY TABLE " + PostgresNames.quote(staging) + " ON COMMIT DROP AS SELECT "
                + PostgresNames.list(columns) + ", 0 AS " + PostgresNames.quote(number) + " FROM " + target
                + " WITH NO DATA";
    }

    /** A table for the numbers of refused rows, with what the server says of each. */
    static String createRefused(String refused) {
        return "CREATE TEMPORARY TABLE " + PostgresNames.quote(refused)
                + " (number int, state text, message text, detail text) ON COMMIT DROP";
    }

    /** @param range which rows of the staging table, as {@link #range} says it */
    String merge(String staging, String range) {
        return sink.mode() == WriteMode.APPEND ? append(staging, range) : upsert(staging, range);
    }

    /** Rows by number. The expressions are those of the first number, and of the one after the last. */
    String range(String from, String to) {
        String row = PostgresNames.quote(number);
        return row + " >= " + from + " AND " + row + " < " + to;
    }

    /**
     * Passes over every row that meets another one in any unique key or exclusion constraint, and answers with an array
     * of the numbers of those. NOT IN, because that is hashed whatever the planner makes of a table that it never saw.
     */
    String insertWhatIsNew(String staging, String range) {
        String position = PostgresNames.list(RowEncoder.SOURCE);
        String left = "SELECT " + PostgresNames.quote(number) + source(staging, range) + " AND (" + position
                + ") NOT IN (SELECT " + position + " FROM landed) ORDER BY 1";
        return "WITH landed AS (" + appended(staging, range) + " ON CONFLICT DO NOTHING RETURNING " + position
                + ") SELECT ARRAY(" + left + ")";
    }

    /**
     * Asks whether {@link #insertWhatIsNew} is possible: with a deferrable key of the table, or of a partition of it, it
     * is not.
     */
    String allowsInsertWhatIsNew() {
        return sink.mode() == WriteMode.APPEND ? """
                SELECT NOT EXISTS (
                    SELECT FROM pg_index WHERE NOT indimmediate AND (indrelid = %1$s::regclass
                        OR indrelid IN (SELECT relid FROM pg_partition_tree(%1$s::regclass))))""".formatted("'" + target.replace("'", "''") + "'") : "SELECT false";
    }

    private String append(String staging, String range) {
        return appended(staging, range) + " ON CONFLICT (" + PostgresNames.list(TableLayout.POSITION) + ") DO NOTHING";
    }

    /** Keeps the order of the records, so that the first one of those with the same key stays. */
    private String appended(String staging, String range) {
        return insert("") + " SELECT " + PostgresNames.list(columns) + source(staging, range) + " ORDER BY "
                + PostgresNames.quote(number);
    }

    /** Rows are locked in the order of the key, the same for every writer, so that no two wait for each other. */
    private String upsert(String staging, String range) {
        String key = PostgresNames.list(sink.key());
        String newest = "SELECT DISTINCT ON (" + key + ") " + PostgresNames.list(columns) + source(staging, range)
                + " ORDER BY " + key + newestFirst();
        return insert(" AS stored") + " SELECT " + PostgresNames.list(columns) + " FROM (" + newest
                + ") newest ORDER BY "
                + PostgresNames.list(sink.key().stream().sorted().toList()) + " ON CONFLICT (" + key
                + ") DO UPDATE SET " + assignments() + " WHERE " + newer("EXCLUDED", "stored");
    }

    private String insert(String alias) {
        return "INSERT INTO " + target + alias + " (" + PostgresNames.list(columns) + ")";
    }

    private static String source(String staging, String range) {
        return " FROM " + PostgresNames.quote(staging) + " WHERE " + range;
    }

    /** Text by its bytes, whatever the column's collation: so do Mongo and the JVM, and so no language decides. */
    private static String order(DataType type) {
        return ColumnType.of(type) == ColumnType.STRING ? BY_BYTES : "";
    }

    String newestFirst() {
        String first = version == null ? "" : ", " + version + order + " DESC NULLS LAST";
        return first
                + RowEncoder.SOURCE.stream()
                        .map(name -> ", " + place(name) + " DESC")
                        .collect(Collectors.joining());
    }

    /** A table that Sluice did not make may have another collation for the topic. */
    private static String place(String column) {
        return PostgresNames.quote(column) + (column.equals(TOPIC) ? BY_BYTES : "");
    }

    private String assignments() {
        Stream<String> written = columns.stream()
                .filter(column -> !sink.key().contains(column))
                .map(PostgresNames::quote)
                .map(column -> column + " = EXCLUDED." + column);
        return Stream.concat(written, Stream.of(PostgresNames.quote(INGESTED_AT) + " = DEFAULT"))
                .collect(Collectors.joining(", "));
    }

    /**
     * Whether the row that comes in is newer than the one that is stored. A row without a position was there before Sluice:
     * any record is newer, unless a version says otherwise.
     */
    String newer(String comes, String is) {
        String positioned =
                "(" + is + "." + PostgresNames.quote(OFFSET) + " IS NULL OR " + row(comes) + " > " + row(is) + ")";
        if (version == null) {
            return positioned;
        }
        String incoming = comes + "." + version + order;
        String stored = is + "." + version + order;
        return "CASE WHEN " + incoming + " IS NULL THEN " + stored + " IS NULL AND " + positioned + " WHEN " + stored
                + " IS NULL OR " + incoming + " > " + stored + " THEN true ELSE " + incoming + " = " + stored + " AND "
                + positioned + " END";
    }

    /** Where a row of the relation came from. */
    static String row(String relation) {
        return RowEncoder.SOURCE.stream()
                .map(name -> relation + "." + place(name))
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
