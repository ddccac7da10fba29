package io.sluice.telemetry.postgres;

import io.sluice.telemetry.Check;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Looks whether Postgres takes writes, since reading alone is no use to a pipeline. Opens a connection of its own, because
 * a pool that is used up is no outage.
 */
final class PostgresCheck implements Check {

    private static final String SPILL =
            "SELECT count(*) FROM (SELECT g FROM generate_series(1, 5000) g ORDER BY g DESC) s";

    private static final String DISK_FULL = "53100";
    /** The class of limits that an operator sets, such as temp_file_limit; they are no outage. */
    private static final String LIMITS = "534";

    private final JdbcConnectionDetails address;
    private final int seconds;

    PostgresCheck(JdbcConnectionDetails address, Duration timeout) {
        this.address = address;
        this.seconds = (int) Math.max(1, timeout.toSeconds());
    }

    @Override
    public void run() throws SQLException {
        try (Connection connection = DriverManager.getConnection(address.getJdbcUrl(), properties())) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                requireWritable(statement);
                requireSpace(statement);
            } finally {
                connection.rollback();
            }
        }
    }

    private static void requireWritable(Statement statement) throws SQLException {
        try (ResultSet answer =
                statement.executeQuery("SELECT pg_is_in_recovery(), current_setting('transaction_read_only')")) {
            answer.next();
            if (answer.getBoolean(1)) {
                throw new SQLException("It takes no writes: it is a standby, or still recovers");
            }
            if ("on".equals(answer.getString(2))) {
                throw new SQLException("It takes no writes: it is read-only (default_transaction_read_only)");
            }
        }
    }

    /** Has it write to its disk, and not to any table: rows that do not fit into its working memory. */
    private static void requireSpace(Statement statement) throws SQLException {
        statement.execute("SET LOCAL work_mem = '64kB'");
        try {
            statement.executeQuery(SPILL).close();
        } catch (SQLException e) {
            if (DISK_FULL.equals(e.getSQLState())) {
                throw new SQLException("It takes no writes: its disk is full", e.getSQLState(), e);
            }
            if (!String.valueOf(e.getSQLState()).startsWith(LIMITS)) {
                throw e;
            }
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        put(properties, "user", address.getUsername());
        put(properties, "password", address.getPassword());
        for (String timeout : new String[] {"connectTimeout", "loginTimeout", "socketTimeout"}) {
            properties.setProperty(timeout, Integer.toString(seconds));
        }
        return properties;
    }

    private static void put(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }
}
