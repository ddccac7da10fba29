package io.sluice.pipeline.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The history of a hundred pipelines")
class HistoryNightTest {

    private static final int PIPELINES = 100;
    /** How many of them have records in every second. */
    private static final int BUSY = 50;

    private static final long SECONDS = Duration.ofHours(10).toSeconds();
    private static final long INTERVAL = 30;
    private static final long MIB = 1 << 20;

    private final LedgerAccess access = TestPostgres.freshDatabase();
    private final HistoryTable table = new HistoryTable(
            TestPostgres.ledger(access),
            new HistorySettings(Duration.ofHours(1), Duration.ofDays(7), Duration.ofDays(365), Duration.ofSeconds(5)));
    private final HistoryBook book = new HistoryBook(table, new Marks());
    private final Random random = new Random(15);

    @Test
    @DisplayName("takes less than 100 MB after a night, indexes and dead rows included, though nothing was vacuumed")
    void night() throws SQLException {
        sql("ALTER TABLE sluice.history SET (autovacuum_enabled = false)");
        long[] ids = new long[PIPELINES];
        for (int i = 0; i < PIPELINES; i++) {
            ids[i] = TestPostgres.pipeline(access, "p" + i);
        }
        long begin = Instant.parse("2026-11-27T20:00:00Z").getEpochSecond();
        for (long second = 0; second < SECONDS; second++) {
            for (int i = 0; i < PIPELINES; i++) {
                book.add(ids[i], begin + second, i < BUSY ? busy() : Point.idle(0, 0));
            }
            if (second % INTERVAL == 0) {
                book.write(false);
            }
        }
        book.write(true);

        assertThat(number("SELECT count(*) FROM sluice.history WHERE level = 0"))
                .isEqualTo(PIPELINES * 62);
        assertThat(size()).isBetween(MIB, 100 * MIB);
    }

    @Test
    @DisplayName("is read in less than 50 ms for a week of one of them")
    void week() throws SQLException {
        long id = TestPostgres.pipeline(access, "p");
        long begin = Instant.parse("2026-11-21T00:00:00Z").getEpochSecond();
        long end = begin + Duration.ofDays(7).toSeconds();
        for (long second = begin; second < end; second++) {
            book.add(id, second, busy());
            if (second % 300 == 0) {
                book.write(false);
            }
        }
        book.write(true);
        HistoryReader reader = new HistoryReader(new HistoryBook(table, new Marks()), table);
        Range week = Range.of(time(begin), time(end), "400s", Instant.now());

        long best = Long.MAX_VALUE;
        for (int i = 0; i < 50; i++) {
            long start = System.nanoTime();
            assertThat(reader.read(id, week).points()).hasSizeBetween(1_512, 1_513);
            best = Math.min(best, System.nanoTime() - start);
        }
        // The best of some, for the machine may be busy; what takes ten times as long never is among them.
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(50));
    }

    private static String time(long second) {
        return Instant.ofEpochSecond(second).toString();
    }

    /** Like a second of a pipeline with some thousand records a second. */
    private Point busy() {
        long in = 5_000 + random.nextInt(20_000);
        return new Point(
                1,
                in,
                in - 3,
                random.nextInt(4),
                5 + random.nextInt(20),
                900,
                random.nextInt(200),
                in,
                random.nextInt(3));
    }

    private long size() throws SQLException {
        return number("SELECT pg_total_relation_size('sluice.history')");
    }

    private long number(String select) throws SQLException {
        try (Connection connection = TestPostgres.connect(access);
                var row = connection.createStatement().executeQuery(select)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = TestPostgres.connect(access)) {
            connection.createStatement().execute(statement);
        }
    }
}
