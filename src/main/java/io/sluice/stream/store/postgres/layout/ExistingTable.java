package io.sluice.stream.store.postgres.layout;

import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A relation as the catalogue has it.
 *
 * @param oid of {@code pg_class}
 * @param kind {@code pg_class.relkind}
 * @param ours whether its comment says that Sluice made it
 * @param cut whether somebody has dropped a column of it; Sluice never does
 * @param keys the column sets that a unique index proves, usable for ON CONFLICT
 * @param primaryKey its columns; empty if there is none
 */
public record ExistingTable(
        String oid,
        String kind,
        boolean ours,
        boolean cut,
        boolean empty,
        Map<String, Column> columns,
        Set<Set<String>> keys,
        Set<String> primaryKey) {

    /**
     * @param filled whether Postgres has a value for it when an insert names none
     * @param readOnly whether an insert may not name it
     */
    record Column(String name, String type, boolean notNull, boolean filled, boolean readOnly) {}

    private static final String RELATION = """
            SELECT c.oid, c.relkind::text, coalesce(obj_description(c.oid, 'pg_class') = ?, false),
                   EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attisdropped)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ?""";

    private static final String COLUMNS = """
            SELECT attname, format_type(atttypid, atttypmod), attnotnull, atthasdef OR attidentity <> '',
                   attgenerated <> '' OR attidentity = 'a'
            FROM pg_attribute WHERE attrelid = ? AND attnum > 0 AND NOT attisdropped ORDER BY attnum""";

    private static final String KEYS = """
            SELECT i.indisprimary, array(
                SELECT a.attname::text FROM generate_series(0, i.indnkeyatts - 1) k
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k])
            FROM pg_index i
            WHERE i.indrelid = ? AND i.indisunique AND i.indimmediate AND i.indisvalid
              AND i.indpred IS NULL AND i.indexprs IS NULL""";

    /** Reads the table; empty if nothing has that name. */
    public static Optional<ExistingTable> read(Connection connection, String name) throws SQLException {
        return Sql.first(
                connection,
                RELATION,
                found -> read(connection, name, found),
                TableLayout.MADE_BY_SLUICE,
                PostgresNames.SCHEMA,
                name);
    }

    boolean isTable() {
        return isTable(kind);
    }

    static boolean isTable(String kind) {
        return kind.equals("r") || kind.equals("p");
    }

    /** What a relation is that is no table. */
    static String oddity(String kind) {
        return switch (kind) {
            case "v" -> "a view";
            case "m" -> "a materialized view";
            case "f" -> "a foreign table";
            case "S" -> "a sequence";
            case "i", "I" -> "an index";
            default -> "another kind of relation";
        };
    }

    private static ExistingTable read(Connection connection, String name, ResultSet relation) throws SQLException {
        long oid = relation.getLong(1);
        String kind = relation.getString(2);
        Set<Set<String>> keys = new HashSet<>();
        Set<String> primary = new HashSet<>();
        for (Key key : Sql.list(connection, KEYS, Key::of, oid)) {
            keys.add(key.columns());
            if (key.primary()) {
                primary.addAll(key.columns());
            }
        }
        Map<String, Column> columns = new LinkedHashMap<>();
        Sql.list(connection, COLUMNS, ExistingTable::column, oid).forEach(column -> columns.put(column.name(), column));
        boolean empty = isTable(kind) && isEmpty(connection, name);
        return new ExistingTable(
                String.valueOf(oid),
                kind,
                relation.getBoolean(3),
                relation.getBoolean(4),
                empty,
                columns,
                keys,
                primary);
    }

    private static boolean isEmpty(Connection connection, String name) throws SQLException {
        String sql = "SELECT NOT EXISTS (SELECT FROM " + PostgresNames.table(name) + ")";
        return Sql.first(connection, sql, row -> row.getBoolean(1)).orElse(false);
    }

    private static Column column(ResultSet row) throws SQLException {
        return new Column(
                row.getString(1), shortened(row.getString(2)), row.getBoolean(3), row.getBoolean(4), row.getBoolean(5));
    }

    private static String shortened(String type) {
        return switch (type) {
            case "timestamp with time zone" -> "timestamptz";
            case "timestamp without time zone" -> "timestamp";
            default -> type;
        };
    }

    private record Key(boolean primary, Set<String> columns) {

        static Key of(ResultSet row) throws SQLException {
            return new Key(row.getBoolean(1), Set.of((String[]) row.getArray(2).getArray()));
        }
    }
}
