package io.sluice.pipeline.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * As a program it simulates the same night with as many writes as there are, some minutes long, and the week, and prints what
 * they come to. Its arguments: seconds between two writes (5; 0 for no night), and times that the week is read (50; 0 for
 * no week).
 */
@DisplayName("The history of a hundred pipelines")
public class HistoryNightTest {

    private static final int PIPELINES = 100;
    /** How many of them have records in every second. */
    private static final int BUSY = 50;

    private static final long SECONDS = Duration.ofHours(10).toSeconds();
    /** Between two writes; there are six times as many by default, which takes minutes. */
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
        assertThat(bytesAfterNight(INTERVAL)).isBetween(MIB, 100 * MIB);
        assertThat(number("SELECT count(*) FROM sluice.history WHERE level = 0"))
                .isEqualTo(PIPELINES * 62);
    }

    private long bytesAfterNight(long interval) throws SQLException {
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
            if (second % interval == 0) {
                book.write(false);
            }
        }
        book.write(true);
        return number("SELECT pg_total_relation_size('sluice.history')");
    }

    @Test
    @DisplayName("is read in less than 50 ms for a week of one of them")
    void week() throws SQLException {
        // The best of some, for the machine may be busy; what takes ten times as long never is among them.
        assertThat(weekMillis(300, 50)[0]).isLessThan(50);
    }

    /** @return how long it took to read, in milliseconds, in order */
    private double[] weekMillis(long interval, int times) throws SQLException {
        long id = TestPostgres.pipeline(access, "p");
        long begin = Instant.parse("2026-11-21T00:00:00Z").getEpochSecond();
        long end = begin + Duration.ofDays(7).toSeconds();
        for (long second = begin; second < end; second++) {
            book.add(id, second, busy());
            if (second % interval == 0) {
                book.write(false);
            }
        }
        book.write(true);
        HistoryReader reader = new HistoryReader(new HistoryBook(table, new Marks()), table);
        Range week = Range.of(time(begin), time(end), "400s", Instant.now());

        double[] millis = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            assertThat(reader.read(id, week).points()).hasSizeBetween(1_512, 1_513);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis;
    }

    public static void main(String[] args) throws SQLException {
        long interval = args.length > 0 ? Long.parseLong(args[0]) : 5;
        int times = args.length > 1 ? Integer.parseInt(args[1]) : 50;
        if (interval > 0) {
            printNight(interval);
        }
        if (times > 0) {
            printWeek(times);
        }
        // The server of the tests would keep the program alive.
        System.exit(0);
    }

    @SuppressWarnings("SystemOut")
    private static void printNight(long interval) throws SQLException {
        long start = System.nanoTime();
        System.out.printf(
                Locale.ROOT,
                "a night of %d pipelines, written each %d s: %.1f MB, in %.0f s%n",
                PIPELINES,
                interval,
                new HistoryNightTest().bytesAfterNight(interval) / 1e6,
                (System.nanoTime() - start) / 1e9);
    }

    @SuppressWarnings("SystemOut")
    private static void printWeek(int times) throws SQLException {
        double[] millis = new HistoryNightTest().weekMillis(300, times);
        System.out.printf(
                Locale.ROOT,
                "a week of one: first half %.1f ms at the most, slowest %.1f ms, of %d%n",
                millis[times / 2],
                millis[times - 1],
                times);
    }

    private static String time(long second) {
        return Instant.ofEpochSecond(second).toString();
    }

    /** Like a second of a pipeline with some thousand records a second. */
    private Point busy() {
        long in = 5_000 + random.nextInt(20_000);
        int batches = 5 + random.nextInt(20);
        return new Point(
                1,
                in,
                in - 3,
                random.nextInt(4),
                batches,
                900,
                random.nextInt(200),
                new Phases(
                        batches,
                        random.nextInt(60),
                        random.nextInt(120),
                        random.nextInt(120),
                        random.nextInt(20),
                        300 + random.nextInt(500),
                        random.nextInt(120)),
                in,
                random.nextInt(3));
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
