package io.sluice.telemetry;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Opens a connection of its own, because a pool that is used up is no outage. */
final class PostgresCheck implements Check {

    private final JdbcConnectionDetails address;
    private final int seconds;

    PostgresCheck(JdbcConnectionDetails address, Duration timeout) {
        this.address = address;
        this.seconds = (int) Math.max(1, timeout.toSeconds());
    }

    @Override
    public void run() throws SQLException {
        try (Connection connection = DriverManager.getConnection(address.getJdbcUrl(), properties())) {
            if (!connection.isValid(seconds)) {
                throw new SQLException("It takes connections but answers no query");
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
