package io.sluice.bench;

import io.sluice.flow.PostgresAccess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Tables in the shape that Sluice makes, and what stands in them. */
record PostgresStore(PostgresAccess access) {

    private static final String TABLE = """
            CREATE TABLE %s (
                _offset bigint NOT NULL, _ingested_at timestamptz NOT NULL DEFAULT now(), _partition int NOT NULL,
                _ordinal int NOT NULL DEFAULT 0, quote text NOT NULL, character text NOT NULL, image text,
                "characterDirection" text, _topic text COLLATE "C" NOT NULL,
                PRIMARY KEY (_partition, _offset, _ordinal, _topic))""";

    Connection connect() throws SQLException {
        return DriverManager.getConnection(access.url(), access.user(), access.password());
    }

    void create(String table) throws SQLException {
        execute(TABLE.formatted(table));
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
                SELECT count((SELECT 1 FROM %s WHERE _partition = p AND _offset = ? LIMIT 1))
                FROM generate_series(0, ?) AS p""".formatted(target.name()));
        last.setInt(1, target.lastOffset());
        last.setInt(2, target.partitions() - 1);
        return new Watch(connection, last, target.partitions());
    }

    record Watch(Connection connection, PreparedStatement last, int partitions) implements AutoCloseable {

        boolean isDone() throws SQLException {
            try (ResultSet row = last.executeQuery()) {
                row.next();
                return row.getInt(1) == partitions;
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
