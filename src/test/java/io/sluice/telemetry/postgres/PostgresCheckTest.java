package io.sluice.telemetry.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The check of Postgres")
class PostgresCheckTest {

    private final LedgerAccess postgres = TestPostgres.freshDatabase();
    private final PostgresCheck check = new PostgresCheck(postgres, Duration.ofSeconds(5));

    @Test
    @DisplayName("passes where Postgres takes writes, whatever limits its operator has set")
    void passesWherePostgresTakesWrites() throws Exception {
        check.run();
        alter("SET temp_file_limit = '64kB'");
        check.run();
    }

    @Test
    @DisplayName("fails, and says why, while Postgres is read-only")
    void readOnly() throws Exception {
        alter("SET default_transaction_read_only = on");
        assertThatThrownBy(check::run).hasMessageContaining("takes no writes").hasMessageContaining("read-only");
        alter("RESET default_transaction_read_only");
        check.run();
    }

    @Test
    @DisplayName("has Postgres write to its disk, so that it sees when that is full")
    void writesToDisk() throws Exception {
        assertThat(temporaryFiles()).isZero();
        check.run();
        // Postgres counts them when the session is over.
        await().untilAsserted(() -> assertThat(temporaryFiles()).isPositive());
    }

    private long temporaryFiles() throws SQLException {
        try (Connection connection = TestPostgres.connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT temp_files FROM pg_stat_database WHERE datname = current_database()")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void alter(String what) throws SQLException {
        try (Connection connection = TestPostgres.connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            statement.execute("ALTER DATABASE \"" + connection.getCatalog() + "\" " + what);
        }
    }
}
