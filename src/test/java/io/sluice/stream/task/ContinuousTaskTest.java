package io.sluice.stream.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.stream.flow.Offsets;
import io.sluice.stream.ledger.Acknowledged;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A task in continuous mode")
class ContinuousTaskTest extends ScriptedPipeline {

    @Test
    @DisplayName("ends its epoch when a transaction fails, though no other record comes")
    void failureEndsEpoch() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        ContinuousTask task = ContinuousTask.start(
                ScriptedFlow.task(pipeline, generation, postgres, stored),
                new Acknowledged(Offsets.NONE),
                0,
                ended::incrementAndGet);
        try {
            task.write(ScriptedFlow.row(record(0, "a")));
            await().until(() -> positions.positions(pipeline).equals(new Offsets(Map.of("t", Map.of(0, 1L)))));
            assertThat(ended).hasValue(0);
            breakCommits();
            task.write(ScriptedFlow.row(record(1, "b")));
            await().untilAsserted(() -> assertThat(ended).hasValue(1));
            assertThatThrownBy(task::commit).hasStackTraceContaining("no commit today");
        } finally {
            task.end();
        }
    }

    private void breakCommits() throws SQLException {
        try (Connection connection = TestPostgres.connect(postgres)) {
            connection.createStatement().execute("""
                    CREATE FUNCTION no_commit() RETURNS trigger LANGUAGE plpgsql AS
                      'BEGIN RAISE EXCEPTION ''no commit today''; END';
                    CREATE CONSTRAINT TRIGGER no_commit AFTER INSERT OR UPDATE ON sluice.progress
                      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION no_commit()""");
        }
    }
}
