package io.sluice.stream.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An outage of Postgres")
class LedgerOutageTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08001", "08006", "25006", "53000", "53100", "53200", "53300", "57P01", "57P03", "58030", "55P03",
                "57014"
            })
    @DisplayName("is every failure of a server that is away, is full, takes no writes, or did not come to it in time")
    void isSeenInItsState(String state) {
        SQLException failure = new SQLException("what the server says", state);

        assertThat(LedgerOutage.in(new IllegalStateException("reading", new RuntimeException(failure))))
                .containsSame(failure);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000", "22003", "23505", "2BP01", "40001", "42501", "42P01", "53400", "54001", "57000", "P0001",
                "XX000"
            })
    @DisplayName("is none that lies in the rows, the statement or the rights of the user")
    void isNoOtherFailure(String state) {
        assertThat(LedgerOutage.in(new IllegalStateException(new SQLException("x", state))))
                .isEmpty();
    }

    @Test
    @DisplayName("is also a connection that the pool or the driver could not get, and nothing without a state")
    void isSeenWithoutState() {
        SQLException waited = new SQLTransientConnectionException("Connection is not available, request timed out");

        assertThat(LedgerOutage.in(new IllegalStateException(waited))).containsSame(waited);
        assertThat(LedgerOutage.in(new SQLException("no state"))).isEmpty();
        assertThat(LedgerOutage.in(new IllegalStateException("no database"))).isEmpty();
    }

    @Test
    @DisplayName("is told by its innermost cause, and one that is over its time is told from one that is away")
    void isToldByItsInnermostCause() {
        SQLException inner = new SQLException("canceling statement due to statement timeout", "57014");
        SQLException outer = new SQLException("broken", "08006", inner);

        assertThat(LedgerOutage.in(outer)).containsSame(inner);
        assertThat(LedgerOutage.isOutOfTime(inner)).isTrue();
        assertThat(LedgerOutage.isOutOfTime(outer)).isFalse();
    }
}
