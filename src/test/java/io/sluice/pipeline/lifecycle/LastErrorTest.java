package io.sluice.pipeline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.FlowDefinitionException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The last error of a pipeline")
class LastErrorTest {

    @ParameterizedTest
    @CsvSource({
        "/srv/sluice/data/checkpoints/pipeline-1/offsets/0: No space left, …/0: No space left",
        "cannot make file:/srv/sluice/data/x.tmp, cannot make …/x.tmp",
        "cannot make file:///srv/sluice/data/x.tmp, cannot make …/x.tmp",
        "Connection to localhost/127.0.0.1:9092 refused, Connection to localhost/127.0.0.1:9092 refused",
        "jdbc:postgresql://db/sluice is away, jdbc:postgresql://db/sluice is away",
        "position topic/0/17 is gone, position topic/0/17 is gone",
        "repeat POST /api/v1/pipelines/x/start, repeat POST /api/v1/pipelines/x/start"
    })
    @DisplayName("shows no directory of the machine, and leaves everything else as it is")
    void showsNoDirectory(String message, String shown) {
        assertThat(message(new IOException(message))).isEqualTo(shown);
    }

    @Test
    @DisplayName("leaves pointers into a definition as they are")
    void keepsPointers() {
        assertThat(message(new FlowDefinitionException("/sinks/0/table: is gone")))
                .isEqualTo("/sinks/0/table: is gone");
    }

    @Test
    @DisplayName("is why a pool got no connection, and not that it waited for one")
    void tellsWhyThePoolIsEmpty() {
        SQLException cause = new SQLException("FATAL: password authentication failed", "28P01");
        SQLException pool = new SQLTransientConnectionException("request timed out after 3000ms", "08001", cause);
        assertThat(message(pool)).isEqualTo("FATAL: password authentication failed");
    }

    @Test
    @DisplayName("says what to set where a pooler gives each transaction another connection")
    void advisesBehindAPooler() {
        assertThat(message(new SQLException("ERROR: prepared statement \"S_1\" already exists", "42P05")))
                .contains("prepareThreshold=0");
    }

    private static String message(Throwable failure) {
        return LastError.of(failure, Instant.EPOCH).message();
    }
}
