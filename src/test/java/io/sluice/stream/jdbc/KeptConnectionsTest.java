package io.sluice.stream.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.PostgresAccess;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A task's connection")
class KeptConnectionsTest {

    @Test
    @DisplayName("has the server look whether the task's machine is still there, and does not wait for locks for ever")
    void patience() throws SQLException {
        PostgresAccess access = TestPostgres.freshDatabase();
        Connection connection = KeptConnections.borrow(access);
        try (ResultSet row = connection
                .createStatement()
                .executeQuery("SELECT name, current_setting(name) FROM pg_settings WHERE name LIKE 'tcp_%'"
                        + " OR name = 'lock_timeout'")) {
            Map<String, String> settings = new TreeMap<>();
            while (row.next()) {
                settings.put(row.getString(1), row.getString(2));
            }
            assertThat(settings)
                    .containsEntry("tcp_keepalives_idle", "10")
                    .containsEntry("tcp_keepalives_interval", "5")
                    .containsEntry("tcp_keepalives_count", "3")
                    .containsEntry("tcp_user_timeout", "25000")
                    .containsEntry("lock_timeout", "30s");
        } finally {
            KeptConnections.giveBack(access, connection);
        }
    }
}
