package io.sluice.stream.letters;

import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Deletes letters because of their age or number, and counts them: what the counters have as rejected is a letter, was
 * replayed, deleted by order, or is counted here. Each call is a part of the connection's transaction.
 */
public final class LetterExpiry {

    // Both pass over what a flow or a replay has locked, so that they never wait for each other.
    private static final String TOO_OLD = """
            DELETE FROM sluice.dead_letters WHERE ctid IN (
                SELECT ctid FROM sluice.dead_letters
                WHERE pipeline = ? AND rejected_at < transaction_timestamp() - ?::bigint * interval '1 millisecond'
                ORDER BY rejected_at LIMIT ? FOR UPDATE SKIP LOCKED)""";
    private static final String TOO_MANY = """
            DELETE FROM sluice.dead_letters WHERE ctid IN (
                SELECT ctid FROM sluice.dead_letters WHERE ctid IN (
                    SELECT ctid FROM sluice.dead_letters WHERE pipeline = ?
                    ORDER BY rejected_at DESC, partition, "offset", topic, stage OFFSET ?::bigint LIMIT ?)
                FOR UPDATE SKIP LOCKED)""";

    private static final String COUNT = """
            INSERT INTO sluice.expired_letters AS e (pipeline, letters, last_at) VALUES (?, ?, now())
            ON CONFLICT (pipeline) DO UPDATE SET letters = e.letters + excluded.letters, last_at = excluded.last_at""";
    /** How many letters of a pipeline have expired, and when the last ones did; its parameter is the name. */
    public static final String COUNTED = "SELECT letters, last_at FROM sluice.expired_letters WHERE pipeline = ?";

    private static final String FORGET = "DELETE FROM sluice.expired_letters WHERE pipeline = ?";

    private LetterExpiry() {}

    /**
     * Deletes some letters of the pipeline that are too old, or more than there may be, and counts them.
     *
     * @param maxAge null means any
     * @param maxNumber of which the newest stay; null means any
     * @param limit how many to delete at most
     * @return how many there were; fewer than the limit means that no more are to be deleted at the moment
     */
    public static long some(
            Connection connection, String pipeline, @Nullable Duration maxAge, @Nullable Long maxNumber, int limit)
            throws SQLException {
        long deleted = maxAge == null
                ? 0
                : ForgottenLetters.delete(connection, pipeline, TOO_OLD, pipeline, maxAge.toMillis(), limit);
        if (maxNumber != null) {
            deleted += ForgottenLetters.delete(connection, pipeline, TOO_MANY, pipeline, maxNumber, limit - deleted);
        }
        if (deleted > 0) {
            Sql.update(connection, COUNT, pipeline, deleted);
            LetterEdits.forgetWaiting(connection, pipeline);
        }
        return deleted;
    }

    static void forget(Connection connection, String pipeline) throws SQLException {
        Sql.update(connection, FORGET, pipeline);
    }
}
