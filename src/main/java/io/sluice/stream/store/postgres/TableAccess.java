package io.sluice.stream.store.postgres;

import io.sluice.stream.flow.PostgresAccess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** Connections of the driver to the database with the tables, each for one piece of work. Thread-safe. */
record TableAccess(PostgresAccess access) {

    /** A rewrite of a large table takes its time; one that takes longer is better done by hand. */
    private static final List<String> LIMITS =
            List.of("SET LOCAL lock_timeout = '10s'", "SET LOCAL statement_timeout = '10min'");

    /** Beyond the server's own limit. */
    private static final int LONGEST_CHANGE_MILLIS = 11 * 60_000;

    /** Two pipelines that make the same table do so one after the other. "SLTB", for the locks of tables. */
    private static final int TABLE_LOCKS = 0x534C5442;

    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Work on one table, in a transaction, while no other instance of Sluice changes the table. */
    <T> T inTransaction(String table, Work<T> work) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            for (String limit : LIMITS) {
                execute(connection, limit);
            }
            lock(connection, table);
            T result = work.on(connection);
            connection.commit();
            return result;
        }
    }

    /** For statements that may take as long as the server lets them. */
    static void expectLong(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, LONGEST_CHANGE_MILLIS);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void lock(Connection connection, String table) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?, hashtext(?))")) {
            lock.setInt(1, TABLE_LOCKS);
            lock.setString(2, table);
            lock.execute();
        }
    }

    /** By the driver itself: DriverManager does not see drivers that Spark loaded. */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "sluice");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "30");
        if (access.user() != null) {
            properties.setProperty("user", access.user());
        }
        if (access.password() != null) {
            properties.setProperty("password", access.password());
        }
        Connection connection = new org.postgresql.Driver().connect(access.url(), properties);
        if (connection == null) {
            throw new SQLException("The configured address of Postgres is no jdbc:postgresql: URL; correct it");
        }
        return connection;
    }
}
