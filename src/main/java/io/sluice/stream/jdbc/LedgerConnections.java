package io.sluice.stream.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Opens connections to Postgres, by its driver itself: DriverManager sees an executor's {@code spark.jars} only if a task
 * is the first to ask it. Thread-safe.
 */
public final class LedgerConnections {

    private static final Driver DRIVER = new Driver();

    private LedgerConnections() {}

    /**
     * How long a server may take before it counts as gone. What the operator's URL says wins over these.
     *
     * @param application the name under which Postgres shows the connection
     * @param connectSeconds to take a connection
     * @param loginSeconds to let the user in
     * @param answerSeconds between a question and its answer
     */
    public record Limits(String application, int connectSeconds, int loginSeconds, int answerSeconds) {}

    /** A new connection, which commits each statement for itself. */
    public static Connection open(LedgerAccess access, Limits limits) throws SQLException {
        Properties properties = new Properties();
        put(properties, "user", access.user());
        put(properties, "password", access.password());
        put(properties, "ApplicationName", limits.application());
        put(properties, "connectTimeout", Integer.toString(limits.connectSeconds()));
        put(properties, "loginTimeout", Integer.toString(limits.loginSeconds()));
        put(properties, "socketTimeout", Integer.toString(limits.answerSeconds()));
        put(properties, "tcpKeepAlive", "true");
        if (access.tls() != null) {
            TlsSockets.settings(access.tls()).forEach(properties::setProperty);
        }
        Connection connection = DRIVER.connect(access.url(), properties);
        if (connection == null) {
            throw new SQLException("The configured address of Postgres is not a jdbc:postgresql: URL; correct it");
        }
        return connection;
    }

    private static void put(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }
}
