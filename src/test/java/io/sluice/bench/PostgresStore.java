package io.sluice.bench;

import io.sluice.stream.jdbc.LedgerAccess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Tables in the shape that Sluice makes, and what stands in them.
 *
 * @param prefix of the columns that say where a record came from
 */
record PostgresStore(LedgerAccess access, String prefix) {

    /** Debezium names those columns itself. */
    static final String DEBEZIUM = "__connect_";

    private static final String UNDEFINED_TABLE = "42P01";

    private static final String TABLE = """
            CREATE TABLE %1$s (
                %2$soffset bigint NOT NULL, _ingested_at timestamptz NOT NULL DEFAULT now(),
                %2$spartition int NOT NULL, _ordinal int NOT NULL DEFAULT 0,
                quote text NOT NULL, character text NOT NULL, image text, "characterDirection" text,
                %2$stopic text COLLATE "C" NOT NULL,
                PRIMARY KEY (%2$spartition, %2$soffset, _ordinal, %2$stopic))""";

    PostgresStore(LedgerAccess access) {
        this(access, "_");
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(access.url(), access.user(), access.password());
    }

    void create(String table) throws SQLException {
        execute(TABLE.formatted(table, prefix));
    }

    void drop(String table) throws SQLException {
        execute("DROP TABLE IF EXISTS " + table);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long count(String table) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * Sees when the last record of every partition stands in the table, by its primary key: each writer that is watched
     * writes a partition in order, so the others are there by then, and counting them all every now and then would
     * cost the database more.
     */
    Watch watch(DrainTarget target) throws SQLException {
        Connection connection = connect();
        try (Statement statement = connection.createStatement()) {
            // A plan that was made while the table was empty would scan it.
            statement.execute("SET enable_seqscan = off");
        }
        PreparedStatement last = connection.prepareStatement("""
                SELECT count((SELECT 1 FROM %1$s WHERE %2$spartition = p AND %2$soffset = ? LIMIT 1))
                FROM generate_series(0, ?) AS p""".formatted(target.name(), prefix));
        last.setInt(1, target.lastOffset());
        last.setInt(2, target.partitions() - 1);
        return new Watch(connection, last, target.partitions());
    }

    record Watch(Connection connection, PreparedStatement last, int partitions) implements AutoCloseable {

        /** Also false while there is no table yet. */
        boolean isDone() throws SQLException {
            try (ResultSet row = last.executeQuery()) {
                row.next();
                return row.getInt(1) == partitions;
            } catch (SQLException e) {
                if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                    return false;
                }
                throw e;
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
