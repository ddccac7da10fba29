package io.sluice.sink.postgres;

import io.sluice.flow.PostgresAccess;
import io.sluice.flow.SinkSpec;
import io.sluice.flow.Store;
import io.sluice.flow.StoreType;
import io.sluice.flow.StoreWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Postgres as a store: each sink is a table in the schema {@code public}. Thread-safe; holds no connection. */
public final class PostgresStore implements Store {

    /** A rewrite of a large table takes its time; one that takes longer is better done by hand. */
    private static final List<String> LIMITS =
            List.of("SET LOCAL lock_timeout = '10s'", "SET LOCAL statement_timeout = '10min'");

    /** Beyond the server's own limit. */
    private static final int LONGEST_CHANGE_MILLIS = 11 * 60_000;

    /** Two pipelines that make the same table do so one after the other. "SLTB", for the locks of tables. */
    private static final int TABLE_LOCKS = 0x534C5442;

    private final PostgresAccess access;

    public PostgresStore(PostgresAccess access) {
        this.access = access;
    }

    @Override
    public StoreType type() {
        return StoreType.POSTGRES;
    }

    @Override
    public Optional<String> objection(StructField column) {
        return ColumnRules.objection(column);
    }

    /**
     * {@inheritDoc}
     *
     * @throws SQLException if Postgres cannot be reached, or a lock cannot be had within ten seconds
     */
    @Override
    public void prepare(SinkSpec sink, StructType rows) throws SQLException {
        TableLayout layout = TableLayout.of(sink, rows);
        inTransaction(sink, connection -> {
            Optional<ExistingTable> existing = ExistingTable.read(connection, layout.name());
            List<String> statements =
                    existing.map(table -> TableChange.between(layout, table)).orElseGet(layout::create);
            change(connection, layout.name(), statements);
        });
    }

    /**
     * {@inheritDoc}
     *
     * @throws SQLException if Postgres cannot be reached, or the table is being made or changed for ten seconds
     */
    @Override
    public void check(SinkSpec sink, StructType rows) throws SQLException {
        TableLayout layout = TableLayout.of(sink, rows);
        inTransaction(
                sink,
                connection -> ExistingTable.read(connection, layout.name())
                        .ifPresent(table -> TableChange.between(layout, table)));
    }

    @Override
    public void drop(SinkSpec sink) throws SQLException {
        inTransaction(
                sink, connection -> execute(connection, "DROP TABLE IF EXISTS " + PostgresNames.table(sink.target())));
    }

    @Override
    public boolean exists(SinkSpec sink) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement select = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            select.setString(1, PostgresNames.table(sink.target()));
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    @Override
    public void setAside(SinkSpec sink, String name) throws SQLException {
        inTransaction(
                sink,
                connection -> execute(
                        connection,
                        "ALTER TABLE IF EXISTS " + PostgresNames.table(sink.target()) + " RENAME TO "
                                + PostgresNames.quote(name)));
    }

    @Override
    public StoreWriter.Factory writers(SinkSpec sink, StructType rows) {
        return new PostgresWriters(sink, rows);
    }

    private static void change(Connection connection, String table, List<String> statements) throws SQLException {
        try {
            if (!statements.isEmpty()) {
                connection.setNetworkTimeout(Runnable::run, LONGEST_CHANGE_MILLIS);
            }
            for (String statement : statements) {
                execute(connection, statement);
            }
        } catch (SQLException e) {
            if (isFinal(e)) {
                throw refusal(table, e);
            }
            throw e;
        }
    }

    /** Not supported, depended on, not allowed or not there, over a limit: all stay so when tried again. */
    private static boolean isFinal(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return List.of("0A", "2B", "3F", "42", "54").contains(state.substring(0, 2));
    }

    private static IncompatibleTargetException refusal(String table, SQLException e) {
        return IncompatibleTargetException.of(
                "Table " + table,
                List.of("Postgres refuses to make or widen it: " + e.getMessage(), "change that, then start again"));
    }

    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private void inTransaction(SinkSpec sink, Work work) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            for (String limit : LIMITS) {
                execute(connection, limit);
            }
            lock(connection, sink.target());
            work.on(connection);
            connection.commit();
        }
    }

    private static void lock(Connection connection, String table) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?, hashtext(?))")) {
            lock.setInt(1, TABLE_LOCKS);
            lock.setString(2, table);
            lock.execute();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** By the driver itself: DriverManager does not see drivers that Spark loaded. */
    private Connection connect() throws SQLException {
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
