package io.sluice.stream.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.ledger.StaleGenerationException;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.stream.text.Legible;
import io.sluice.testing.TestPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The task's transaction against a real Postgres, with a decoder, a transform and stores that do as they are told. */
class RecordCarrierTest extends ScriptedPipeline {

    @Test
    @DisplayName("every record ends in exactly one counter, for each sink")
    void everyRecordEndsInOneCounterForEachSink() throws Exception {
        run(0, "a", "bad json", "drop", "fails", "explode 3", "refused", "z");

        assertThat(counters())
                .isEqualTo(new Counters(
                        7,
                        1,
                        2,
                        Map.of(
                                PostgresStore.TYPE, new SinkCounters(4, 0, 6),
                                MongoStore.TYPE, new SinkCounters(3, 1, 5))));
        assertThat(deadLetters()).containsExactly("1 decode bad json", "3 transform fails", "5 mongo refused");
    }

    @Test
    @DisplayName("a replayed batch changes nothing")
    void replayedBatchChangesNothing() throws Exception {
        String[] batch = {"a", "bad json", "drop", "explode 2", "refused"};
        run(0, batch);
        Counters before = counters();
        List<String> rows = List.copyOf(stored);

        Counters replay = run(0, batch);

        assertThat(counters()).isEqualTo(before);
        assertThat(stored).isEqualTo(rows);
        assertThat(deadLetters()).hasSize(2);
        assertThat(replay.consumed()).isZero();
    }

    @Test
    @DisplayName("a batch that overlaps one already written adds only what is new")
    void overlappingBatchAddsOnlyWhatIsNew() throws Exception {
        run(0, "a", "b", "c");
        run(1, "b", "c", "d", "bad json");

        assertThat(counters().consumed()).isEqualTo(5);
        assertThat(counters().rejected()).isEqualTo(1);
        assertThat(positions.positions(pipeline)).isEqualTo(new Offsets(Map.of("t", Map.of(0, 5L))));
    }

    @Test
    @DisplayName("gaps in the offsets are not counted")
    void gapsInOffsetsAreNotCounted() throws Exception {
        RecordCarrier writer = writer();
        writer.write(ScriptedFlow.row(record(3, "a")));
        writer.write(ScriptedFlow.row(record(17, "b")));
        writer.commit();

        assertThat(counters().consumed()).isEqualTo(2);
        assertThat(positions.positions(pipeline)).isEqualTo(new Offsets(Map.of("t", Map.of(0, 18L))));
    }

    @Test
    @DisplayName("an aborted task leaves nothing behind")
    void abortedTaskLeavesNothingBehind() throws Exception {
        RecordCarrier writer = writer();
        writer.write(ScriptedFlow.row(record(0, "bad json")));
        writer.abort();
        writer.close();

        assertThat(counters().consumed()).isZero();
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    @DisplayName("a task of an older generation cannot write")
    void fencesStaleRuns() throws Exception {
        RecordCarrier stale = writer();
        long before = generation;
        generation = generations.raise(pipeline);

        assertThatThrownBy(() -> stale.write(ScriptedFlow.row(record(0, "a"))))
                .isInstanceOf(StaleGenerationException.class)
                .hasMessageContaining("generation " + before + " may not write");
        run(0, "a");
        assertThat(counters().consumed()).isEqualTo(1);
    }

    @Test
    @DisplayName("a new start waits for the transaction of a task of the run before")
    void newStartWaitsForOpenTasks() throws Exception {
        RecordCarrier writer = writer();
        writer.write(ScriptedFlow.row(record(0, "a")));
        CompletableFuture<Long> raised = CompletableFuture.supplyAsync(() -> {
            try {
                return generations.raise(pipeline);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        awaitBlocked();
        assertThat(raised).isNotDone();
        writer.commit();
        writer.close();

        assertThat(raised.get(60, TimeUnit.SECONDS)).isNotEqualTo(generation);
        assertThat(counters().consumed()).isEqualTo(1);
    }

    @Test
    @DisplayName("two attempts of one task write once")
    void attemptsMeetAtTheProgressRow() throws Exception {
        RecordCarrier first = writer();
        first.write(ScriptedFlow.row(record(0, "a")));
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> {
            try {
                run(0, "a", "b");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        awaitBlocked();
        first.commit();
        first.close();
        second.get(60, TimeUnit.SECONDS);

        assertThat(counters().consumed()).isEqualTo(2);
        assertThat(stored.stream().filter(row -> row.startsWith("POSTGRES 0/0")))
                .hasSize(1);
    }

    private static SourceRecord record(int partition, long offset, String value) {
        return new SourceRecord("t", partition, offset, 0, null, value.getBytes(), List.of());
    }

    private String allCounts() throws Exception {
        try (Connection c = TestPostgres.connect(postgres);
                ResultSet row = c.createStatement().executeQuery("""
                        SELECT string_agg(format('%s: %s %s %s %s', partition, next_offset, consumed, filtered, rejected),
                            ', ' ORDER BY partition) FROM sluice.progress""")) {
            row.next();
            return row.getString(1);
        }
    }

    private long commits() throws Exception {
        try (Connection c = TestPostgres.connect(postgres);
                ResultSet row =
                        c.createStatement().executeQuery("SELECT count(DISTINCT xmin::text) FROM sluice.progress")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    @DisplayName("the partitions of a small micro-batch share a transaction, and each keeps its own counts")
    void sharesTransaction() throws Exception {
        try (RecordCarrier writer = writer()) {
            writer.write(ScriptedFlow.row(record(0, 0, "a")));
            writer.write(ScriptedFlow.row(record(0, 1, "refused")));
            writer.write(ScriptedFlow.row(record(1, 5, "bad json")));
            writer.write(ScriptedFlow.row(record(2, 7, "drop")));
            writer.write(ScriptedFlow.row(record(2, 9, "c")));
            TaskCommit commit = (TaskCommit) writer.commit();
            assertThat(commit.counters().consumed()).isEqualTo(5);
            assertThat(commit.next()).isEqualTo(new Offsets(Map.of("t", Map.of(0, 2L, 1, 6L, 2, 10L))));
            assertThat(SerializationUtils.clone(commit)).isEqualTo(commit);
            assertThat(commit.counters()).isEqualTo(counters());
        }

        assertThat(allCounts()).isEqualTo("0: 2 2 0 0, 1: 6 1 0 1, 2: 10 2 1 0");
        assertThat(commits()).isEqualTo(1);
        assertThat(deadLetters()).containsExactly("1 mongo refused", "5 decode bad json");
        assertThat(counters().sinks().get(MongoStore.TYPE)).isEqualTo(new SinkCounters(2, 1, 2));
    }

    @Test
    @DisplayName("after large records another partition begins a transaction of its own")
    void splitsLargeTransactions() throws Exception {
        try (RecordCarrier writer = writer()) {
            writer.write(ScriptedFlow.row(record(0, 0, "x".repeat((1 << 20) + 1))));
            writer.write(ScriptedFlow.row(record(0, 1, "a")));
            writer.write(ScriptedFlow.row(record(1, 0, "b")));
            assertThat(((TaskCommit) writer.commit()).counters().consumed()).isEqualTo(3);
        }

        assertThat(allCounts()).isEqualTo("0: 2 2 0 0, 1: 1 1 0 0");
        assertThat(commits()).isEqualTo(2);
    }

    @Test
    @DisplayName("exhausted memory is told at once to whoever watches over the JVM")
    void tellsOfExhaustion() throws Exception {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        List<String> told = new CopyOnWriteArrayList<>();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> told.add(failure.getMessage()));
        try (RecordCarrier writer = writer()) {
            assertThatThrownBy(() -> writer.write(ScriptedFlow.row(record(0, "no memory"))))
                    .isInstanceOf(OutOfMemoryError.class);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(told).contains("no memory");
    }

    @Test
    @DisplayName("a store that fails fails the task and names the position")
    void storeFailure() throws Exception {
        RecordCarrier writer = writer();
        assertThatThrownBy(() -> writer.write(ScriptedFlow.row(record(4, "store down"))))
                .isInstanceOf(IOException.class)
                .hasMessage("Pipeline p: writing failed at t/0/4: Exception: down");
        writer.abort();
        assertThat(counters().consumed()).isZero();
    }

    @Test
    @DisplayName("a dead letter keeps key, bytes, headers and a reason that Postgres can hold")
    void deadLetterContent() throws Exception {
        byte[] value = {0, 1, (byte) 0xff};
        RecordCarrier writer = writer();
        writer.write(ScriptedFlow.row(new SourceRecord(
                "t", 0, 0, 1_700_000_000_123L, new byte[] {7}, value, List.of(new SourceRecord.Header("h\0", value)))));
        writer.commit();
        writer.close();

        try (Connection c = TestPostgres.connect(postgres);
                ResultSet row = c.createStatement()
                        .executeQuery("SELECT key, value, headers, reason, extract(epoch FROM \"timestamp\")::text"
                                + " FROM sluice.dead_letters")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getBytes(1)).containsExactly(7);
            assertThat(row.getBytes(2)).isEqualTo(value);
            assertThat(row.getString(3)).isEqualTo("[{\"key\":\"h\\u0000\",\"value\":\"AAH/\"}]");
            assertThat(row.getString(4)).isEqualTo("not text: \\u0000\\u0001");
            assertThat(row.getString(5)).isEqualTo("1700000000.123000");
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            longs = {
                Long.MIN_VALUE,
                -62_135_596_800_001L,
                253_402_300_800_000L,
                1_764_250_000_000_000_000L,
                Long.MAX_VALUE
            })
    @DisplayName("a record whose time is none becomes a dead letter with the number, and a replay has it again")
    void timeThatIsNone(long millis) throws Exception {
        RecordCarrier writer = writer();
        SourceRecord odd = new SourceRecord("t", 0, 0, millis, null, "bad forever".getBytes(), List.of());
        writer.write(ScriptedFlow.row(odd));
        writer.write(ScriptedFlow.row(record(1, "b")));
        writer.commit();
        writer.close();
        assertThat(numbers()).containsExactly("null " + millis);

        new Replay(UUID.randomUUID(), LetterSelection.ALL, counts -> {})
                .run(ScriptedFlow.task(pipeline, generation, postgres, stored, true));

        assertThat(numbers()).containsExactly("null " + millis);
        assertThat(counters().rejected()).isEqualTo(1);
    }

    private List<String> numbers() throws Exception {
        List<String> numbers = new ArrayList<>();
        try (Connection c = TestPostgres.connect(postgres);
                ResultSet row = c.createStatement()
                        .executeQuery("SELECT \"timestamp\"::text, timestamp_millis FROM sluice.dead_letters")) {
            while (row.next()) {
                numbers.add(row.getString(1) + " " + row.getString(2));
            }
        }
        return numbers;
    }

    @Test
    @DisplayName("a reason shows control characters and changes of direction as their numbers")
    void legibleReasons() throws Exception {
        run(0, "bad \u001b[31m\u0007");
        assertThat(deadLetters()).containsExactly("0 decode bad \\u001b[31m\\u0007");
        assertThat(Legible.of("a\u202eb\u2028 ü 😀")).isEqualTo("a\\u202eb\\u2028 ü 😀");
    }

    private void awaitBlocked() {
        org.awaitility.Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> {
            try (Connection c = TestPostgres.connect(postgres);
                    ResultSet row = c.createStatement()
                            .executeQuery("SELECT count(*) FROM pg_stat_activity"
                                    + " WHERE datname = current_database() AND wait_event_type = 'Lock'")) {
                row.next();
                return row.getInt(1) > 0;
            }
        });
    }
}
