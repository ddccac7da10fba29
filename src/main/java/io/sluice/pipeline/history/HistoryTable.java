package io.sluice.pipeline.history;

import io.sluice.stream.jdbc.Sql;
import io.sluice.stream.ledger.LedgerDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The history in the database, in the tables that this class alone reads and writes. Only the instance that holds the
 * lease writes. Thread-safe; blocks.
 */
final class HistoryTable {

    /** The most marks of a pipeline, and of an answer. */
    static final int MOST_MARKS = 1000;

    private static final String WRITE = """
            INSERT INTO sluice.history (pipeline_id, level, slot, begins, points) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (pipeline_id, level, slot) DO UPDATE SET begins = excluded.begins, points = excluded.points""";
    private static final String STORED = """
            SELECT pipeline_id, level, begins, points FROM sluice.history
            JOIN unnest(?::bigint[], ?::smallint[], ?::bigint[]) AS asked (pipeline_id, level, begins)
                USING (pipeline_id, level, begins)""";
    private static final String READ = """
            SELECT begins, points FROM sluice.history
            WHERE pipeline_id = ? AND level = ? AND begins > ? AND begins < ?""";
    private static final String MARK =
            "INSERT INTO sluice.history_marks (pipeline_id, at, kind, text) VALUES (?, ?, ?, ?)";
    private static final String MARKS = """
            SELECT at, kind, text FROM sluice.history_marks WHERE pipeline_id = ? AND at >= ? AND at < ?
            ORDER BY at DESC, number DESC LIMIT ?""";
    private static final String FORGET = "DELETE FROM sluice.history WHERE level = ? AND begins < ?";
    private static final String FORGET_MARKS = """
            DELETE FROM sluice.history_marks m USING
                (SELECT pipeline_id, number, row_number() OVER (PARTITION BY pipeline_id ORDER BY at DESC, number DESC) n
                 FROM sluice.history_marks) ranked
            WHERE m.pipeline_id = ranked.pipeline_id AND m.number = ranked.number AND (n > ? OR at < ?)""";

    private final LedgerDatabase database;
    private final HistorySettings settings;

    HistoryTable(LedgerDatabase database, HistorySettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** A chunk of a pipeline, as bytes. */
    record Row(long pipelineId, Level level, long index, byte[] points) {

        static Row of(long pipelineId, Chunk chunk) {
            return new Row(pipelineId, chunk.level, chunk.index, chunk.bytes());
        }
    }

    /** Something that happened to a pipeline. */
    record Mark(long pipelineId, Instant at, Marks.Kind kind, String text) {}

    /**
     * Writes all of it, or nothing: that is so, too, if one of the pipelines is gone.
     *
     * @throws io.sluice.stream.ledger.NotOwnerException if another instance has the lease
     */
    void write(List<Row> rows, List<Mark> marks) throws SQLException {
        database.change(connection -> {
            Sql.batch(connection, WRITE, rows, (insert, row) -> {
                insert.setLong(1, row.pipelineId());
                insert.setInt(2, row.level().ordinal());
                insert.setInt(3, slot(row));
                insert.setLong(4, row.index() * row.level().length());
                insert.setBytes(5, row.points());
            });
            Sql.batch(connection, MARK, marks, (insert, mark) -> {
                insert.setLong(1, mark.pipelineId());
                insert.setObject(2, mark.at().atOffset(ZoneOffset.UTC));
                insert.setString(3, mark.kind().label());
                insert.setString(4, mark.text());
            });
        });
    }

    private int slot(Row row) {
        // More than the whole ones that are kept, for the first and the last, which are kept in part.
        long slots = settings.kept(row.level()).toSeconds() / row.level().length() + 2;
        return (int) Math.floorMod(row.index(), slots);
    }

    /** Looks up what is stored of the chunks of that level and index that these rows have. */
    void stored(List<Row> asked, BiConsumer<Long, Chunk> found) throws SQLException {
        Long[] ids = asked.stream().map(Row::pipelineId).toArray(Long[]::new);
        Integer[] levels = asked.stream().map(row -> row.level().ordinal()).toArray(Integer[]::new);
        Long[] begins =
                asked.stream().map(row -> row.index() * row.level().length()).toArray(Long[]::new);
        database.read(connection -> {
            Sql.each(
                    connection,
                    STORED,
                    row -> {
                        Level level = Level.values()[row.getInt(2)];
                        found.accept(row.getLong(1), Chunk.of(level, level.chunk(row.getLong(3)), row.getBytes(4)));
                    },
                    connection.createArrayOf("bigint", ids),
                    connection.createArrayOf("smallint", levels),
                    connection.createArrayOf("bigint", begins));
            return true;
        });
    }

    /** The chunks of a level that have seconds of that time, in no order. */
    List<Chunk> read(long pipelineId, Level level, long from, long to) throws SQLException {
        return database.read(connection -> Sql.list(
                connection,
                READ,
                row -> Chunk.of(level, level.chunk(row.getLong(1)), row.getBytes(2)),
                pipelineId,
                level.ordinal(),
                from - level.length(),
                to));
    }

    /** The newest marks of that time, oldest first. */
    List<Mark> marks(long pipelineId, Instant from, Instant to) throws SQLException {
        List<Mark> marks = new ArrayList<>(database.read(connection -> Sql.list(
                connection,
                MARKS,
                row -> new Mark(
                        pipelineId,
                        row.getObject(1, OffsetDateTime.class).toInstant(),
                        Marks.Kind.labelled(row.getString(2)),
                        row.getString(3)),
                pipelineId,
                from.atOffset(ZoneOffset.UTC),
                to.atOffset(ZoneOffset.UTC),
                MOST_MARKS)));
        Collections.reverse(marks);
        return marks;
    }

    /** Forgets what is older than it is to be kept: what was written again has overwritten its past anyway. */
    void forget(Instant now) throws SQLException {
        database.change(connection -> {
            for (Level level : Level.values()) {
                long oldest = now.minus(settings.kept(level)).getEpochSecond() - level.length();
                Sql.update(connection, FORGET, level.ordinal(), oldest);
            }
            forgetMarks(connection, now);
        });
    }

    private void forgetMarks(Connection connection, Instant now) throws SQLException {
        Sql.update(
                connection,
                FORGET_MARKS,
                MOST_MARKS,
                now.minus(settings.kept(Level.HOURS)).atOffset(ZoneOffset.UTC));
    }
}
