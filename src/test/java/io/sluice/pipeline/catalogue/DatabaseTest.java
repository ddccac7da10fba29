package io.sluice.pipeline.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.ledger.NotOwnerException;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A failure of Postgres")
class DatabaseTest {

    @ParameterizedTest
    @CsvSource({
        "08006, refused",
        "57P03, is starting up",
        "53300, too many clients",
        "55P03, lock timeout",
        "57014, statement timeout"
    })
    @DisplayName(
            "that heals by itself, such as a lock that was not free in time, is an outage and no fault of the request")
    void whatHealsByItselfIsAnOutage(String state, String message) {
        assertThat(Database.problem(new IllegalStateException(new SQLException(message, state))))
                .hasValueSatisfying(problem -> assertThat(problem).hasMessageContaining(message + ")"));
    }

    @ParameterizedTest
    @CsvSource({"2BP01, other objects depend on it", "42501, permission denied", "53400, temp_file_limit"})
    @DisplayName("that somebody has to mend is none")
    void whatNeedsMendingIsNoOutage(String state, String message) {
        assertThat(Database.problem(new SQLException(message, state))).isEmpty();
    }

    @Test
    @DisplayName("or rather its refusal to change anything without the lease is answered as a standby's")
    void knowsTheLease() {
        assertThatThrownBy(() -> Database.reach((Runnable) () -> {
                    throw new IllegalStateException(new NotOwnerException());
                }))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.STANDBY));
    }
}
