package io.sluice.stream.letters;

import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which letters the last replays of a pipeline carried, and what became of them. Each call is a part of the connection's transaction. */
public final class ReplayedLetters {

    private static final String NOTE = """
            INSERT INTO sluice.replayed_letters
                (pipeline, topic, partition, replay, store, lowest, highest, stored, filtered, rejected)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String AT = """
            SELECT replay, replayed_at, store,
                CASE WHEN r."offset" = ANY (rejected) THEN 'rejected' WHEN r."offset" = ANY (filtered) THEN 'filtered'
                    ELSE 'stored' END
            FROM sluice.replayed_letters, (VALUES (?::bigint)) AS r ("offset")
            WHERE pipeline = ? AND topic = ? AND partition = ? AND lowest <= r."offset" AND highest >= r."offset"
                AND r."offset" = ANY (stored || filtered || rejected)
            ORDER BY replayed_at DESC LIMIT ?""";
    private static final String FORGET = """
            DELETE FROM sluice.replayed_letters WHERE pipeline = ? AND replay NOT IN (
                SELECT replay FROM sluice.replayed_letters WHERE pipeline = ?
                GROUP BY replay ORDER BY max(replayed_at) DESC LIMIT ?)""";
    private static final String DELETE = "DELETE FROM sluice.replayed_letters WHERE pipeline = ?";
    private static final String RENAME = "UPDATE sluice.replayed_letters SET pipeline = ? WHERE pipeline = ?";

    private ReplayedLetters() {}

    /**
     * What a replay did to a record.
     *
     * @param store the only one that it carried the record to; null: to every store
     * @param outcome {@code stored}, {@code filtered} or {@code rejected}
     */
    public record Replayed(
            UUID replay, Instant at, @Nullable String store, String outcome) {}

    /** The offsets of the records of one step, by what became of them. */
    public record Step(Collection<Long> stored, Collection<Long> filtered, Collection<Long> rejected) {

        private Stream<Long> all() {
            return Stream.of(stored, filtered, rejected).flatMap(Collection::stream);
        }
    }

    /**
     * Notes what a step of a replay did.
     *
     * @param step of one record at least
     * @param only the one store that it carried them to; null: every store
     */
    public static void note(
            Connection connection,
            String pipeline,
            UUID replay,
            String topic,
            int partition,
            @Nullable StoreType only,
            Step step)
            throws SQLException {
        Sql.update(
                connection,
                NOTE,
                pipeline,
                topic,
                partition,
                replay,
                only == null ? null : only.label(),
                step.all().min(Long::compare).orElseThrow(),
                step.all().max(Long::compare).orElseThrow(),
                step.stored().toArray(Long[]::new),
                step.filtered().toArray(Long[]::new),
                step.rejected().toArray(Long[]::new));
    }

    /** The replays that carried the record, among those that are remembered; the newest first. */
    public static List<Replayed> at(Connection connection, String pipeline, Position position, int most)
            throws SQLException {
        return Sql.list(
                connection,
                AT,
                row -> new Replayed(
                        row.getObject(1, UUID.class),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        row.getString(3),
                        row.getString(4)),
                position.offset(),
                pipeline,
                position.topic(),
                position.partition(),
                most);
    }

    /** Remembers so many of the replays, the newest. */
    public static void forgetAllBut(Connection connection, String pipeline, int most) throws SQLException {
        Sql.update(connection, FORGET, pipeline, pipeline, most);
    }

    static void delete(Connection connection, String pipeline) throws SQLException {
        Sql.update(connection, DELETE, pipeline);
    }

    static void rename(Connection connection, String pipeline, String name) throws SQLException {
        Sql.update(connection, RENAME, name, pipeline);
    }
}
