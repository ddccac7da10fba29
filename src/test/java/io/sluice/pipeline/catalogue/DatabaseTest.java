package io.sluice.pipeline.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
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
    void heals(String state, String message) {
        assertThat(Database.outage(new IllegalStateException(new SQLException(message, state))))
                .hasValueSatisfying(why -> assertThat(why).endsWith(message));
    }

    @ParameterizedTest
    @CsvSource({"2BP01, other objects depend on it", "42501, permission denied"})
    @DisplayName("that somebody has to mend is none")
    void stays(String state, String message) {
        assertThat(Database.outage(new SQLException(message, state))).isEmpty();
    }
}
