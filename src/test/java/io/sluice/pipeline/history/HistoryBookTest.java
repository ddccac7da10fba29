package io.sluice.pipeline.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.pipeline.history.HistoryTable.Row;
import io.sluice.pipeline.history.HistoryView.BatchMillis;
import io.sluice.pipeline.history.HistoryView.MarkView;
import io.sluice.pipeline.history.HistoryView.PhaseMillis;
import io.sluice.pipeline.history.HistoryView.PointView;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.ledger.LedgerDatabase;
import io.sluice.stream.ledger.NotOwnerException;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@DisplayName("The book of history")
class HistoryBookTest {

    private static final HistorySettings SETTINGS =
            new HistorySettings(Duration.ofHours(1), Duration.ofDays(7), Duration.ofDays(365), Duration.ofSeconds(5));

    /** Half a minute into an hour. */
    private static final long BEGIN = Instant.parse("2026-01-31T03:00:30Z").getEpochSecond();

    private static final Phases PHASES = new Phases(1, 0, 0, 1, 0, 3, 1);

    private final LedgerAccess access = TestPostgres.freshDatabase();
    private final LedgerDatabase owner = TestPostgres.ledger(access);
    private final Marks marks = new Marks();
    private HistoryTable table = new HistoryTable(owner, SETTINGS);
    private HistoryBook book = new HistoryBook(table, marks);
    private long id;

    @BeforeEach
    void pipeline() throws SQLException {
        id = TestPostgres.pipeline(access, "p");
    }

    @Test
    @DisplayName("has each second, from memory and from Postgres alike, and no point where nobody looked")
    void seconds() throws SQLException {
        record(BEGIN, 30, 10);
        record(BEGIN + 60, 30, 20);
        List<PointView> remembered = points(BEGIN, BEGIN + 100, 1);
        book.write(true);
        reopen();

        assertThat(points(BEGIN, BEGIN + 100, 1)).isEqualTo(remembered).hasSize(60);
        assertThat(remembered.get(29)).satisfies(point -> {
            assertThat(point.at()).isEqualTo(Instant.ofEpochSecond(BEGIN + 29));
            assertThat(point.inRate()).isEqualTo(10);
            assertThat(point.lag()).isEqualTo(10);
            assertThat(point.lagSeconds()).isNull();
        });
        assertThat(remembered.get(30).at()).isEqualTo(Instant.ofEpochSecond(BEGIN + 60));
        assertThat(points(BEGIN - 30, BEGIN + 150, 60))
                .extracting(PointView::inRate)
                .containsExactly(10.0, 20.0);
        assertThat(points(BEGIN - 30, BEGIN + 3600, 3600)).singleElement().satisfies(hour -> {
            assertThat(hour.inRate()).isEqualTo(15);
            assertThat(hour.lag()).isEqualTo(20);
            assertThat(hour.batches()).isEqualTo(60);
        });
    }

    @Test
    @DisplayName("has what each phase took on average of the micro-batches of which that is known")
    void phases() throws SQLException {
        record(BEGIN, 30, 10);
        Phases longer = new Phases(1, 4, 5, 6, 7, 200, 8);
        book.add(id, BEGIN + 30, new Point(1, 10, 10, 0, 2, 300, 250, longer.plus(longer), 0, 0));
        book.add(id, BEGIN + 31, new Point(1, 10, 10, 0, 1, 5, 5, Phases.NONE, 0, 0));
        book.write(true);
        reopen();

        List<PointView> seconds = points(BEGIN, BEGIN + 32, 1);
        assertThat(seconds.get(0).batchMillis()).isEqualTo(millis(5, 5, new PhaseMillis(0, 0, 1, 0, 3, 1)));
        assertThat(seconds.get(30).batchMillis()).isEqualTo(millis(150, 250, new PhaseMillis(4, 5, 6, 7, 200, 8)));
        assertThat(seconds.get(31).batchMillis()).isEqualTo(millis(5, 5, null));
        PhaseMillis mean = new PhaseMillis(0.3, 0.3, 1.3, 0.4, 15.3, 1.4);
        assertThat(points(BEGIN - 30, BEGIN + 60, 3600))
                .singleElement()
                .satisfies(hour -> assertThat(hour.batchMillis()).isEqualTo(millis(13, 250, mean)));
    }

    @Test
    @DisplayName("reads points from before phases were kept, and adds to them")
    void withoutPhases() throws SQLException {
        Level level = Level.SECONDS;
        byte[] before = HexFormat.of().parseHex("3c" + "3d010a0a000105050b00");
        assertThat(Chunk.of(level, 7, before).get(29)).isNull();
        Point old = new Point(1, 10, 10, 0, 1, 5, 5, Phases.NONE, 10, Point.UNKNOWN);
        assertThat(Chunk.of(level, 7, before).get(30)).isEqualTo(old);
        assertThat(Chunk.of(level, 7, before).get(59)).isEqualTo(old);

        long minute = BEGIN - 30;
        table.write(List.of(new Row(id, level, level.chunk(minute), before)), List.of());
        record(minute, 30, 10);
        book.write(true);
        reopen();
        assertThat(points(minute, minute + 60, 1))
                .hasSize(60)
                .extracting(point -> point.batchMillis().phases() == null)
                .startsWith(false)
                .endsWith(true);
        assertThat(points(minute, minute + 60, 60)).singleElement().satisfies(point -> {
            assertThat(point.batches()).isEqualTo(60);
            assertThat(point.batchMillis()).isEqualTo(millis(5, 5, new PhaseMillis(0, 0, 1, 0, 3, 1)));
        });
    }

    private static BatchMillis millis(long mean, long max, @Nullable PhaseMillis phases) {
        return new BatchMillis(mean, max, phases);
    }

    @Test
    @DisplayName("goes on where it was written, also in the middle of a minute")
    void restart() throws SQLException {
        record(BEGIN, 10, 10);
        book.write(false);
        reopen();
        record(BEGIN + 20, 10, 30);
        book.write(false);
        book.write(true);
        reopen();

        assertThat(points(BEGIN, BEGIN + 30, 1)).hasSize(20);
        assertThat(points(BEGIN - 30, BEGIN + 30, 60)).singleElement().satisfies(minute -> {
            assertThat(minute.inRate()).isEqualTo(20);
            assertThat(minute.batches()).isEqualTo(20);
        });
    }

    @Test
    @DisplayName("loses nothing while Postgres is away for a minute; of a long outage it has the minutes, and a mark")
    void outage() throws SQLException {
        boolean[] away = {false};
        PGSimpleDataSource gate = new PGSimpleDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                if (away[0]) {
                    throw new SQLException("connection refused", "08001");
                }
                return super.getConnection();
            }
        };
        gate.setUrl(access.url());
        gate.setUser(access.user());
        gate.setPassword(access.password());
        table = new HistoryTable(new LedgerDatabase(gate, holder()), SETTINGS);
        book = new HistoryBook(table, marks);

        record(BEGIN, 30, 10);
        book.write(false);
        away[0] = true;
        record(BEGIN + 30, 60, 10);
        assertThatThrownBy(() -> book.write(false)).isInstanceOf(SQLException.class);
        away[0] = false;
        book.write(true);
        assertThat(stored(BEGIN, BEGIN + 90, 1)).hasSize(90);
        assertThat(table.marks(id, Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z")))
                .isEmpty();

        away[0] = true;
        for (int minute = 0; minute < 120; minute++) {
            record(BEGIN + 90 + minute * 60, 60, 10);
            assertThatThrownBy(() -> book.write(false)).isInstanceOf(SQLException.class);
        }
        assertThat(book.copies(id)).hasSizeLessThan(20);
        away[0] = false;
        book.write(true);
        book.write(true);
        long end = BEGIN + 90 + 120 * 60;
        assertThat(stored(BEGIN, end, 1)).extracting(PointView::inRate).containsOnly(10.0);
        assertThat(stored(BEGIN, end, 1)).hasSizeBetween(90 + 9 * 60 + 100, 90 + 11 * 60 + 120);
        assertThat(stored(BEGIN - 30, end, 60)).hasSize(122);
        assertThat(view(BEGIN, end, 60).marks()).isEmpty();
        assertThat(new HistoryReader(book, table).read(id, null, null, null).marks())
                .singleElement()
                .satisfies(mark -> assertThat(mark.text())
                        .startsWith("History could not be written: no seconds are kept from 2026-01-31T03:0"));
    }

    @Test
    @DisplayName("takes time that comes twice, since the clock was set back, for one: nothing is lost or counted twice")
    void clockSetBack() throws SQLException {
        record(BEGIN, 3600, 10);
        book.write(false);
        long back = BEGIN + 1800;
        record(back, 60, 30);
        book.write(false);
        book.write(true);
        reopen();

        assertThat(points(BEGIN - 30, BEGIN + 3700, 60)).hasSize(61);
        assertThat(points(back, back + 60, 2))
                .hasSize(30)
                .allSatisfy(both -> assertThat(both.inRate()).isEqualTo(20));
        assertThat(points(BEGIN - 30, back - 30, 60))
                .hasSize(30)
                .allSatisfy(before -> assertThat(before.inRate()).isEqualTo(10));
    }

    @Test
    @DisplayName("takes some seconds that nobody looked at for idle, when the process had no time, and no more of them")
    void pauses() throws SQLException {
        record(BEGIN, 1, 10);
        record(BEGIN + 10, 1, 20);
        record(BEGIN + 21, 1, 30);
        List<PointView> points = points(BEGIN, BEGIN + 30, 1);
        assertThat(points).hasSize(12);
        assertThat(points.get(9).at()).isEqualTo(Instant.ofEpochSecond(BEGIN + 9));
        assertThat(points.get(9).batches()).isZero();
        assertThat(points.get(9).lag()).isEqualTo(10);
        assertThat(points.get(11).at()).isEqualTo(Instant.ofEpochSecond(BEGIN + 21));
    }

    @Test
    @DisplayName("is written by the owner only: one that was overtaken changes nothing")
    void owner() throws SQLException {
        record(BEGIN, 10, 10);
        sql("UPDATE sluice.owner SET instance = '" + UUID.randomUUID() + "'");
        assertThatThrownBy(() -> book.write(true)).isInstanceOf(NotOwnerException.class);
        assertThat(count("history")).isZero();
        book.clear();
        assertThat(book.copies(id)).isEmpty();
    }

    @Test
    @DisplayName("goes with its pipeline, and what was still to be written of it keeps no other from being written")
    void deleted() throws SQLException {
        long other = TestPostgres.pipeline(access, "other");
        record(BEGIN, 10, 10);
        marks.add(id, Marks.Kind.REPLAY, "3 dead letters are replayed.");
        book.write(true);
        assertThat(count("history")).isEqualTo(3);
        sql("DELETE FROM sluice.pipelines WHERE id = " + id);
        assertThat(count("history") + count("history_marks")).isZero();

        record(BEGIN + 10, 10, 10);
        marks.add(id, Marks.Kind.STOP, "It is stopped.");
        book.add(other, BEGIN, point(1));
        assertThatThrownBy(() -> book.write(true)).isInstanceOf(SQLException.class);
        book.retain(Set.of(other));
        book.write(true);
        assertThat(count("history")).isEqualTo(3);
        assertThat(count("history_marks")).isZero();
        assertThat(book.copies(id)).isEmpty();
    }

    @Test
    @DisplayName("writes nothing of a pipeline that does not change before the minute is over, and little then")
    void idle() throws SQLException {
        long minute = BEGIN + 30;
        for (int second = 0; second < 60; second++) {
            book.add(id, minute + second, Point.idle(0, 0));
            book.write(false);
        }
        assertThat(number("SELECT sum(length(points)) FROM sluice.history")).isLessThan(20);
        sql("DELETE FROM sluice.history");
        book.add(id, minute + 60, Point.idle(0, 0));
        book.write(false);
        assertThat(count("history")).isEqualTo(2);
        assertThat(number("SELECT sum(length(points)) FROM sluice.history")).isLessThan(40);
        assertThat(points(minute, minute + 60, 1)).hasSize(60);
    }

    @Test
    @DisplayName("overwrites what is too old, and forgets the rest of it and marks beyond a thousand")
    void forgets() throws SQLException {
        record(BEGIN, 60, 10);
        book.write(true);
        record(BEGIN + 62 * 60, 60, 10);
        book.write(true);
        assertThat(number("SELECT count(*) FROM sluice.history WHERE level = 0"))
                .isEqualTo(2);
        for (int i = 0; i < HistoryTable.MOST_MARKS + 5; i++) {
            marks.add(id, Marks.Kind.STOP, "Mark " + i);
        }
        book.write(true);
        table.forget(Instant.ofEpochSecond(BEGIN).plus(Duration.ofDays(8)));
        assertThat(number("SELECT count(*) FROM sluice.history WHERE level < 2"))
                .isZero();
        assertThat(number("SELECT count(*) FROM sluice.history WHERE level = 2"))
                .isOne();
        assertThat(count("history_marks")).isEqualTo(HistoryTable.MOST_MARKS);
        List<MarkView> left =
                new HistoryReader(book, table).read(id, null, null, "1m").marks();
        assertThat(left.get(0).text()).isEqualTo("Mark 5");
        table.forget(Instant.now().plus(Duration.ofDays(367)));
        assertThat(count("history") + count("history_marks")).isZero();
    }

    /** As another process that begins. */
    private void reopen() {
        table = new HistoryTable(owner, SETTINGS);
        book = new HistoryBook(table, marks);
    }

    private void record(long begin, int seconds, long records) {
        for (int i = 0; i < seconds; i++) {
            book.add(id, begin + i, point(records));
        }
    }

    private static Point point(long records) {
        return new Point(1, records, records, 0, 1, 5, 5, PHASES, records, Point.UNKNOWN);
    }

    private List<PointView> points(long from, long to, long step) throws SQLException {
        return view(from, to, step).points();
    }

    private HistoryView view(long from, long to, long step) throws SQLException {
        return new HistoryReader(book, table).read(id, new Range(from, to, step));
    }

    /** What another process reads. */
    private List<PointView> stored(long from, long to, long step) throws SQLException {
        return new HistoryReader(new HistoryBook(table, marks), table)
                .read(id, new Range(from, to, step))
                .points();
    }

    private UUID holder() throws SQLException {
        try (Connection connection = TestPostgres.connect(access);
                var row = connection.createStatement().executeQuery("SELECT instance FROM sluice.owner")) {
            row.next();
            return row.getObject(1, UUID.class);
        }
    }

    private long count(String table) throws SQLException {
        return number("SELECT count(*) FROM sluice." + table);
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
