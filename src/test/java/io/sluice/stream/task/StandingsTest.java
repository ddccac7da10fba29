package io.sluice.stream.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Standing;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.testing.TestPostgres;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the ledger says of all pipelines")
class StandingsTest extends ScriptedPipeline {

    @Test
    @DisplayName("is what it says of each, and leaves out those that were never started")
    void allStandingsAgreeWithEach() throws Exception {
        assertThat(standings.all()).isEmpty();

        run(0, "a", "bad 1", "c");
        assertThat(standings.all())
                .isEqualTo(Map.of(pipeline, new Standing(counters(), new Offsets(Map.of("t", Map.of(0, 3L))))));
        assertThat(counters().consumed()).isEqualTo(3);
    }

    @Test
    @DisplayName("adds up partitions and sinks, a record of two sinks counted once")
    void addsUp() throws Exception {
        try (var connection = TestPostgres.connect(postgres);
                var insert = connection.createStatement()) {
            insert.execute("""
                    INSERT INTO sluice.pipelines (id, name, definition, output, version, desired_state, state,
                        state_since, created_at, updated_at)
                    SELECT 7, 'q', definition, output, 0, 'RUNNING', 'RUNNING', now(), now(), now()
                    FROM sluice.pipelines;
                    INSERT INTO sluice.progress VALUES (7, 't', 0, 10, 10, 1, 2), (7, 't', 1, 20, 5, 0, 0), (7, 'u', 0, 3, 0, 0, 0);
                    INSERT INTO sluice.sink_progress VALUES (7, 't', 0, 'postgres', 6, 1, 8), (7, 't', 0, 'mongo', 7, 0, 9),
                        (7, 't', 1, 'postgres', 5, 0, 5), (7, 't', 1, 'mongo', 5, 0, 5)""");
        }
        assertThat(standings.all())
                .isEqualTo(Map.of(
                        7L,
                        new Standing(
                                new Counters(
                                        15,
                                        1,
                                        2,
                                        Map.of(
                                                PostgresStore.TYPE,
                                                new SinkCounters(11, 1, 13),
                                                MongoStore.TYPE,
                                                new SinkCounters(12, 0, 14))),
                                new Offsets(Map.of("t", Map.of(0, 10L, 1, 20L), "u", Map.of(0, 3L))))));
    }
}
