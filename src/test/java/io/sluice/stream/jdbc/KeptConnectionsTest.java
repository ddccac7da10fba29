package io.sluice.stream.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

@DisplayName("A task's connection")
class KeptConnectionsTest {

    private final LedgerAccess access = TestPostgres.freshDatabase();
    private final List<Connection> borrowed = new ArrayList<>();

    @AfterEach
    void closeAll() throws SQLException {
        for (Connection connection : borrowed) {
            connection.close();
        }
    }

    @Test
    @DisplayName("has the server look whether the task's machine is still there, and does not wait for locks for ever")
    void sessionSettings() throws SQLException {
        Map<String, String> settings = new HashMap<>();
        Sql.each(
                borrow(),
                "SELECT name, current_setting(name) FROM pg_settings WHERE name LIKE 'tcp_%' OR name = 'lock_timeout'",
                row -> settings.put(row.getString(1), row.getString(2)));
        assertThat(settings)
                .containsEntry("tcp_keepalives_idle", "10")
                .containsEntry("tcp_keepalives_interval", "5")
                .containsEntry("tcp_keepalives_count", "3")
                .containsEntry("tcp_user_timeout", "25000")
                .containsEntry("lock_timeout", "30s");
    }

    @Test
    @DisplayName("waits for the next task, with nothing left of what the last one did not commit")
    void lentAgain() throws SQLException {
        Connection first = borrow();
        int pid = pid(first);
        Sql.execute(first, "CREATE TABLE t (a int)");
        KeptConnections.giveBack(access, first);

        Connection second = borrow();
        assertThat(pid(second)).isEqualTo(pid);
        assertThat(second.getAutoCommit()).isFalse();
        assertThat(Sql.list(second, "SELECT to_regclass('public.t')::text", row -> String.valueOf(row.getString(1))))
                .containsExactly("null");
        assertThat(pid(borrow())).isNotEqualTo(pid);
    }

    @Test
    @DisplayName("is closed when four others wait already")
    void keepsFour() throws SQLException {
        List<Connection> six = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            six.add(borrow());
        }
        six.forEach(connection -> KeptConnections.giveBack(access, connection));
        assertThat(six.stream().filter(KeptConnectionsTest::isClosed)).containsExactly(six.get(4), six.get(5));
    }

    @Test
    @DisplayName(
            "is not lent again once the server has ended it, whether that was while it was lent or while it waited")
    void brokenOnes() throws SQLException {
        Connection lent = borrow();
        Connection waiting = borrow();
        int pid = pid(waiting);
        KeptConnections.giveBack(access, waiting);
        Sql.execute(lent, "SELECT 1");
        try (Connection admin = TestPostgres.connect(access)) {
            for (int each : List.of(pid, pid(lent))) {
                assertThat(Sql.list(admin, "SELECT pg_terminate_backend(?, 10000)", row -> row.getBoolean(1), each))
                        .containsExactly(true);
            }
        }
        KeptConnections.giveBack(access, lent);
        assertThat(lent.isClosed()).isTrue();
        assertThat(pid(borrow())).isNotEqualTo(pid);
        assertThat(waiting.isClosed()).isTrue();
    }

    @Test
    @DisplayName("is closed when the server does not take its settings")
    void closedWhenSettingsFail() throws SQLException {
        // Takes what the driver asks as it connects, and no prepared statement after that.
        LedgerAccess replication = new LedgerAccess(
                access.url() + "?assumeMinServerVersion=9.4&replication=database", access.user(), access.password());
        assertThatThrownBy(() -> KeptConnections.borrow(replication))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("replication connection");
        try (Connection admin = TestPostgres.connect(access)) {
            await().untilAsserted(() -> assertThat(Sql.list(
                            admin,
                            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
                            row -> row.getInt(1)))
                    .isEmpty());
        }
    }

    private Connection borrow() throws SQLException {
        Connection connection = KeptConnections.borrow(access);
        borrowed.add(connection);
        return connection;
    }

    private static int pid(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
