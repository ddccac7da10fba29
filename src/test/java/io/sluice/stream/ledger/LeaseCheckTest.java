package io.sluice.stream.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.flow.Offsets;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An instance that does not hold the lease")
class LeaseCheckTest {

    private final LedgerAccess postgres = TestPostgres.freshDatabase();
    private final UUID me = UUID.randomUUID();
    private final LedgerDatabase mine = new LedgerDatabase(TestPostgres.dataSource(postgres), me);
    private final Generations generations = new Generations(mine);
    private long pipeline;

    @BeforeEach
    void createPipeline() throws Exception {
        pipeline = TestPostgres.pipeline(postgres, "p");
    }

    @Test
    @DisplayName("raises no generation, and does not learn of one to write under")
    void raisesNothing() throws Exception {
        assertRefused();
        Generations others = new Generations(TestPostgres.ledger(postgres));
        long generation = others.raise(pipeline);
        assertRefused();
        assertThat(others.current(pipeline)).isEqualTo(generation);
    }

    @Test
    @DisplayName("changes no positions, and notes no marks")
    void changesNothing() throws Exception {
        LedgerDatabase others = TestPostgres.ledger(postgres);
        Positions positions = new Positions(mine);
        assertThatThrownBy(() -> positions.alter(pipeline, "p", new Offsets(Map.of("t", Map.of(0, 1L)))))
                .isInstanceOf(NotOwnerException.class);
        assertThatThrownBy(() -> new MarkNumbers(mine).note(Map.of(pipeline, 1L)))
                .isInstanceOf(NotOwnerException.class);
        assertThat(new Positions(others).positions(pipeline)).isEqualTo(Offsets.NONE);
    }

    @Test
    @DisplayName("is not one whose lease has run out, but that nobody has taken")
    void runOut() throws Exception {
        holdLeaseThatHasRunOut();
        long raised = generations.raise(pipeline);
        assertThat(generations.current(pipeline)).isEqualTo(raised);
    }

    @Test
    @DisplayName("cannot get it while its holder raises a generation")
    void inOneTransaction() throws Exception {
        holdLeaseThatHasRunOut();
        try (Connection raising = TestPostgres.connect(postgres);
                Connection other = TestPostgres.connect(postgres)) {
            raising.setAutoCommit(false);
            mine.requireLease(raising);
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
        assertThatThrownBy(() -> generations.raise(pipeline)).isInstanceOf(NotOwnerException.class);
        assertThatThrownBy(() -> generations.current(pipeline)).isInstanceOf(NotOwnerException.class);
    }

    private void holdLeaseThatHasRunOut() throws SQLException {
        try (Connection connection = TestPostgres.connect(postgres)) {
            connection
                    .createStatement()
                    .execute("INSERT INTO sluice.owner (instance, name, held_until)"
                            + " VALUES ('%s', 'x', now() - interval '1 minute')".formatted(me));
        }
    }
}
