package io.sluice.stream.letters;

import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people put in place of rejected records' values. The letters keep the records as they came; the newest edit of a
 * position is what a replay carries in their place. Each call is a part of the connection's transaction.
 */
public final class LetterEdits {

    /** A column of the newest edit of the position of a letter {@code d}; null if there is none. */
    private static final String NEWEST = """
            (SELECT e.%s FROM sluice.edits e
            WHERE e.pipeline = d.pipeline AND e.topic = d.topic AND e.partition = d.partition AND e."offset" = d."offset"
            ORDER BY e.id DESC LIMIT 1)""";

    /** What replaces the value of a letter {@code d}; null if nothing does. */
    public static final String VALUE = NEWEST.formatted("value");

    /** When that was written. */
    public static final String AT = NEWEST.formatted("edited_at");

    /** Who has written it. */
    public static final String BY = NEWEST.formatted("edited_by");

    /** An edit that no replay has carried yet is corrected; one that was carried stays, for that is what is stored. */
    private static final String SAVE = """
            INSERT INTO sluice.edits (pipeline, topic, partition, "offset", original, value, edited_by)
            SELECT pipeline, topic, partition, "offset", value, ?, ? FROM sluice.dead_letters
            WHERE pipeline = ? AND topic = ? AND partition = ? AND "offset" = ?%s LIMIT 1
            ON CONFLICT (pipeline, partition, "offset", topic) WHERE carried_at IS NULL DO UPDATE
            SET value = excluded.value, edited_at = excluded.edited_at, edited_by = excluded.edited_by""";

    /** Of a record that was rejected on its way no store has anything; of one that a store refused, those that took it. */
    private static final String REFUSED = """
            SELECT stage, refused_rows >= yielded_rows FROM sluice.dead_letters
            WHERE pipeline = ? AND topic = ? AND partition = ? AND "offset" = ?""";

    private static final String CARRIED = """
            UPDATE sluice.edits SET carried_at = clock_timestamp()
            WHERE pipeline = ? AND topic = ? AND partition = ? AND "offset" = ANY (?) AND carried_at IS NULL""";
    private static final String FORGET_WAITING = """
            DELETE FROM sluice.edits e WHERE pipeline = ? AND carried_at IS NULL AND NOT EXISTS (
                SELECT FROM sluice.dead_letters d
                WHERE d.pipeline = e.pipeline AND d.partition = e.partition AND d."offset" = e."offset"
                    AND d.topic = e.topic)""";
    private static final String DELETE = "DELETE FROM sluice.edits WHERE pipeline = ?";
    private static final String RENAME = "UPDATE sluice.edits SET pipeline = ? WHERE pipeline = ?";

    private LetterEdits() {}

    /**
     * A value for a record in place of its own.
     *
     * @param by whoever has written it, as far as that is known
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Edit(Position position, byte[] value, String by) {}

    /**
     * Keeps an edit for the next replay of its position.
     *
     * @param among the letters that may be edited
     * @return whether there is such a letter; else nothing is kept
     */
    public static boolean save(Connection connection, String pipeline, Edit edit, LetterSelection among)
            throws SQLException {
        LetterConditions conditions = LetterConditions.of(among);
        Position position = edit.position();
        return Sql.update(
                        connection,
                        SAVE.formatted(conditions.sql()),
                        conditions.among(
                                List.of(
                                        edit.value(),
                                        edit.by(),
                                        pipeline,
                                        position.topic(),
                                        position.partition(),
                                        position.offset()),
                                List.of()))
                > 0;
    }

    /**
     * Which of the stores has rows of a record that has a letter, so that an edit would leave it with other rows than
     * the next one gets; empty if none has, as far as the letters say.
     *
     * @param stores the stages of the pipeline's stores
     */
    public static Optional<Stage> storedBy(
            Connection connection, String pipeline, Position position, Collection<Stage> stores) throws SQLException {
        Map<Stage, Boolean> letters = new HashMap<>();
        Sql.each(
                connection,
                REFUSED,
                row -> letters.put(new Stage(row.getString(1)), row.getBoolean(2)),
                pipeline,
                position.topic(),
                position.partition(),
                position.offset());
        return letters.containsKey(Stage.DECODE) || letters.containsKey(Stage.TRANSFORM)
                ? Optional.empty()
                : stores.stream()
                        .filter(store -> !letters.getOrDefault(store, false))
                        .findFirst();
    }

    /** Notes that a replay carries the edits of these records into stores: they are history from here on. */
    public static void carried(
            Connection connection, String pipeline, String topic, int partition, Collection<Long> offsets)
            throws SQLException {
        Sql.update(connection, CARRIED, pipeline, topic, partition, offsets.toArray(Long[]::new));
    }

    /** Forgets edits that were never carried and have no letter any more. */
    static void forgetWaiting(Connection connection, String pipeline) throws SQLException {
        Sql.update(connection, FORGET_WAITING, pipeline);
    }

    static void delete(Connection connection, String pipeline) throws SQLException {
        Sql.update(connection, DELETE, pipeline);
    }

    static void rename(Connection connection, String pipeline, String name) throws SQLException {
        Sql.update(connection, RENAME, name, pipeline);
    }
}
