package io.sluice.stream.store.postgres.layout;

import static io.sluice.stream.column.SourceColumns.INGESTED_AT;
import static io.sluice.stream.column.SourceColumns.OFFSET;
import static io.sluice.stream.column.SourceColumns.ORDINAL;
import static io.sluice.stream.column.SourceColumns.PARTITION;
import static io.sluice.stream.column.SourceColumns.TOPIC;

import io.sluice.stream.column.SourceColumns;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The table that a sink needs: the flow's output columns, then the source columns.
 *
 * @param name the table, unquoted
 * @param key the columns of its unique key
 */
public record TableLayout(String name, WriteMode mode, List<Column> columns, List<String> key) {

    /** The source position as a table's key. */
    public static final List<String> POSITION = List.of(SourceColumns.POSITION.fieldNames());

    /** The comment of a table that Sluice made, for people. */
    static final String MADE_BY_SLUICE = "Made by Sluice";

    /** @param extra what stands between type and NOT NULL in a definition, with a space before it */
    record Column(String name, String type, boolean notNull, String extra) {

        String definition(boolean mayBeNotNull) {
            return PostgresNames.quote(name) + " " + type + extra + (notNull && mayBeNotNull ? " NOT NULL" : "");
        }

        /** The text under which it is noted in the ledger. */
        public String noted() {
            return new ColumnNote(type, notNull).text();
        }
    }

    public static TableLayout of(SinkSpec sink, StructType rows) {
        List<Column> columns = new ArrayList<>();
        for (StructField field : rows.fields()) {
            columns.add(new Column(
                    field.name(), type(field), !field.nullable() || sink.key().contains(field.name()), ""));
        }
        // Wide ones first, so that no padding lies between them.
        columns.add(new Column(OFFSET, "bigint", true, ""));
        columns.add(new Column(INGESTED_AT, "timestamptz", true, " DEFAULT now()"));
        columns.add(new Column(PARTITION, "integer", true, ""));
        columns.add(new Column(ORDINAL, "integer", true, ""));
        columns.add(new Column(TOPIC, "text", true, " COLLATE \"C\""));
        List<String> key = sink.mode() == WriteMode.APPEND ? POSITION : sink.key();
        return new TableLayout(sink.target(), sink.mode(), columns, key);
    }

    String quoted() {
        return PostgresNames.table(name);
    }

    public List<String> create() {
        String definitions = Stream.concat(
                        columns.stream().map(column -> column.definition(true)),
                        Stream.of("PRIMARY KEY (" + PostgresNames.list(key) + ")"))
                .collect(Collectors.joining(", "));
        return List.of(
                "CREATE TABLE " + quoted() + " (" + definitions + ")",
                "COMMENT ON TABLE " + quoted() + " IS '" + MADE_BY_SLUICE + "'");
    }

    /** What is noted of the columns once they are made. */
    public Map<String, String> noted() {
        return columns.stream().collect(Collectors.toMap(Column::name, Column::noted));
    }

    private static String type(StructField field) {
        return PostgresTypes.of(field.dataType())
                .orElseThrow(() -> new IllegalArgumentException(
                        ColumnRules.objection(field).orElse("no Postgres type for " + field.name())));
    }
}
