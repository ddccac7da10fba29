package io.sluice.stream.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.jdbc.Sql;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A sample of a pipeline's dead letters")
class SampledLettersTest {

    @Test
    @DisplayName("has the newest, each record once, and ends with the one that makes it large")
    void newest() throws SQLException {
        LedgerAccess access = TestPostgres.freshDatabase();
        try (Connection connection = TestPostgres.connect(access)) {
            for (int offset = 0; offset < 4; offset++) {
                for (String stage : new String[] {"postgres", "mongo"}) {
                    reject(connection, offset, stage);
                }
            }
            assertThat(SampledLetters.newest(connection, "p", 50, 1_000_000))
                    .extracting(SourceRecord::offset)
                    .containsExactly(3L, 2L, 1L, 0L);
            assertThat(SampledLetters.newest(connection, "p", 3, 1_000_000)).hasSize(3);
            assertThat(SampledLetters.newest(connection, "p", 50, 1_500)).hasSize(2);
            assertThat(SampledLetters.newest(connection, "p", 50, 1)).hasSize(1);
            assertThat(SampledLetters.newest(connection, "q", 50, 1_000_000)).isEmpty();
        }
    }

    private static void reject(Connection connection, int offset, String stage) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO sluice.dead_letters (pipeline, topic, partition, \"offset\", stage, \"timestamp\", reason,"
                        + " value, headers, rejected_at)"
                        + " VALUES ('p', 't', 0, ?, ?, now(), 'why', ?, '[]', now() + ? * interval '1 second')",
                offset,
                stage,
                new byte[1_000],
                offset);
    }
}
