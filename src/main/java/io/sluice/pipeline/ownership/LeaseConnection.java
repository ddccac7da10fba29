package io.sluice.pipeline.ownership;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A connection of the lease's own, kept open: a pool that pipelines have used up must not cost the lease. Whatever is
 * asked of it ends in some seconds, also when Postgres hangs. One thread at a time.
 */
final class LeaseConnection implements AutoCloseable {

    private final JdbcConnectionDetails address;
    private final int seconds;
    private @Nullable Connection kept;

    /** @param patience how long an answer may take; at least a second */
    LeaseConnection(JdbcConnectionDetails address, Duration patience) {
        this.address = address;
        this.seconds = (int) Math.max(1, patience.toSeconds());
    }

    /** What is done with a statement. */
    @FunctionalInterface
    interface Work<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    /** Each call is a transaction. After a failure the next call opens a new connection. */
    <T> T run(String sql, Work<T> work) throws SQLException {
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            statement.setQueryTimeout(seconds);
            return work.with(statement);
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private Connection connection() throws SQLException {
        Connection open = kept;
        if (open == null) {
            open = DriverManager.getConnection(address.getJdbcUrl(), properties());
            kept = open;
        }
        return open;
    }

    /** What the operator's URL says wins over these. */
    private Properties properties() {
        Properties properties = new Properties();
        put(properties, "user", address.getUsername());
        put(properties, "password", address.getPassword());
        put(properties, "ApplicationName", "sluice-lease");
        put(properties, "connectTimeout", Integer.toString(seconds));
        put(properties, "loginTimeout", Integer.toString(2 * seconds));
        // Postgres cancels the statement first, if it can.
        put(properties, "socketTimeout", Integer.toString(2 * seconds));
        put(properties, "tcpKeepAlive", "true");
        return properties;
    }

    private static void put(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }

    @Override
    public void close() {
        Connection open = kept;
        kept = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException e) {
            // Nothing was promised on it.
        }
    }
}
