package io.sluice.stream.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.ledger.Generations;
import io.sluice.stream.ledger.LeaseCheck;
import io.sluice.stream.ledger.NotOwnerException;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@DisplayName("An instance that does not hold the lease")
class LeaseCheckTest extends ScriptedPipeline {

    private final UUID me = UUID.randomUUID();
    private final Generations mine = new Generations(dataSource(), new LeaseCheck(me));

    @Test
    @DisplayName("raises no generation, and does not learn of one to write under")
    void raisesNothing() throws Exception {
        assertRefused();
        holder(UUID.randomUUID(), "1 minute");
        assertRefused();
        assertThat(generations.current(pipeline)).isEqualTo(generation);
    }

    @Test
    @DisplayName("is not one whose lease has run out, but that nobody has taken")
    void runOut() throws Exception {
        holder(me, "-1 minute");
        long raised = mine.raise(pipeline);
        assertThat(raised).isNotEqualTo(generation);
        assertThat(mine.current(pipeline)).isEqualTo(raised);
    }

    @Test
    @DisplayName("cannot get it while its holder raises a generation")
    void inOneTransaction() throws Exception {
        holder(me, "-1 minute");
        try (Connection raising = TestPostgres.connect(postgres);
                Connection other = TestPostgres.connect(postgres)) {
            raising.setAutoCommit(false);
            new LeaseCheck(me).require(raising);
            other.createStatement().execute("SET lock_timeout = '100ms'");
            other.createStatement().execute("UPDATE sluice.owner SET held_until = now()");
            assertThatThrownBy(() -> other.createStatement()
                            .execute("UPDATE sluice.owner SET instance = '%s'".formatted(UUID.randomUUID())))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
            try (var row = raising.createStatement().executeQuery("SHOW idle_in_transaction_session_timeout")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("10s");
            }
        }
    }

    private void assertRefused() {
        assertThatThrownBy(() -> mine.raise(pipeline)).isInstanceOf(NotOwnerException.class);
        assertThatThrownBy(() -> mine.current(pipeline)).isInstanceOf(NotOwnerException.class);
    }

    private void holder(UUID instance, String left) throws SQLException {
        try (Connection connection = TestPostgres.connect(postgres)) {
            connection
                    .createStatement()
                    .execute("INSERT INTO sluice.owner VALUES (true, '%s', 'x', now() + interval '%s')"
                            .formatted(instance, left));
        }
    }

    private PGSimpleDataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(postgres.url());
        dataSource.setUser(postgres.user());
        dataSource.setPassword(postgres.password());
        return dataSource;
    }
}
