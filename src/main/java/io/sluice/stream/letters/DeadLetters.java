package io.sluice.stream.letters;

import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the driver asks of the table of dead letters and changes there, each time as a part of the connection's
 * transaction. Whoever changes something holds the lease.
 */
public final class DeadLetters {

    /** What a list of a pipeline's letters {@code d} is selected from: more conditions may follow the one parameter, its name. */
    public static final String OF_PIPELINE = " FROM sluice.dead_letters d WHERE pipeline = ?";

    /**
     * Whether records from {@code p.next_offset} on have letters from before the counters began anew; a condition for a
     * statement that knows the progress as {@code p}. Its parameter is the pipeline's name.
     */
    public static final String UNCOUNTED_AHEAD = """
            EXISTS (
                SELECT FROM sluice.dead_letters d
                WHERE d.pipeline = ? AND d.partition = p.partition AND d."offset" >= p.next_offset AND NOT d.counted)""";

    /**
     * How many letters there are before {@code p.next_offset}; a value for a statement that knows the progress as
     * {@code p}. Its parameter is the pipeline's name.
     */
    public static final String NUMBER_BEFORE = """
            (SELECT count(*) FROM sluice.dead_letters d WHERE d.pipeline = ? AND d.topic = p.topic
                AND d.partition = p.partition AND d."offset" < p.next_offset)""";

    private static final String AT = " AND topic = ? AND partition = ?";
    private static final String REJECTION =
            "SELECT stage, reason" + OF_PIPELINE + AT + " AND \"offset\" = ? AND stage = ANY (?) LIMIT 1";
    private static final String KEPT =
            "SELECT stage, reason, rejected_at" + OF_PIPELINE + AT + " AND \"offset\" = ? ORDER BY rejected_at, stage";
    private static final String COUNT = "SELECT count(*)" + OF_PIPELINE;
    private static final String DELETE = "DELETE" + OF_PIPELINE;
    private static final String UNCOUNT = "UPDATE sluice.dead_letters SET counted = false WHERE pipeline = ?";
    private static final String RENAME =
            "UPDATE sluice.dead_letters SET pipeline = ?, counted = false WHERE pipeline = ?";

    private DeadLetters() {}

    /** Where and why a record was rejected. */
    public record Rejection(Stage stage, String reason) {}

    /** Where and why a record was rejected, if it was at one of these stages. */
    public static Optional<Rejection> rejection(
            Connection connection, String pipeline, Position position, Collection<Stage> stages) throws SQLException {
        return Sql.first(
                connection,
                REJECTION,
                row -> new Rejection(new Stage(row.getString(1)), row.getString(2)),
                pipeline,
                position.topic(),
                position.partition(),
                position.offset(),
                stages.stream().map(Stage::label).toArray(String[]::new));
    }

    /** A letter of a record. */
    public record Kept(Stage stage, String reason, Instant rejectedAt) {}

    /** The letters that a record has: one, or one of each store that refused it. */
    public static List<Kept> at(Connection connection, String pipeline, Position position) throws SQLException {
        return Sql.list(
                connection,
                KEPT,
                row -> new Kept(
                        new Stage(row.getString(1)),
                        row.getString(2),
                        row.getObject(3, OffsetDateTime.class).toInstant()),
                pipeline,
                position.topic(),
                position.partition(),
                position.offset());
    }

    /** The record of a letter, from a row with all columns of the table. */
    public static SourceRecord record(ResultSet row) throws SQLException {
        OffsetDateTime time = row.getObject("timestamp", OffsetDateTime.class);
        return new SourceRecord(
                row.getString("topic"),
                row.getInt("partition"),
                row.getLong("offset"),
                time == null
                        ? row.getLong("timestamp_millis")
                        : time.toInstant().toEpochMilli(),
                row.getBytes("key"),
                row.getBytes("value"),
                HeadersJson.read(row.getString("headers")));
    }

    /** Counts the letters of the pipeline that are selected; empty if counting takes longer than five seconds. */
    public static OptionalLong count(Connection connection, String pipeline, LetterSelection selection)
            throws SQLException {
        LetterConditions conditions = LetterConditions.of(selection);
        return Sql.briefly(
                        connection,
                        COUNT + conditions.sql(),
                        row -> OptionalLong.of(row.getLong(1)),
                        conditions.among(List.of(pipeline), List.of()))
                .orElse(OptionalLong.empty());
    }

    /** Returns how many letters of the partition the pipeline has before the offset. */
    public static long countBefore(Connection connection, String pipeline, String topic, int partition, long offset)
            throws SQLException {
        return Sql.first(
                        connection,
                        COUNT + AT + " AND \"offset\" < ?",
                        row -> row.getLong(1),
                        pipeline,
                        topic,
                        partition,
                        offset)
                .orElse(0L);
    }

    /** Deletes the letters of the pipeline that are selected, and returns how many they were; the counters go on counting them. */
    public static long delete(Connection connection, String pipeline, LetterSelection selection) throws SQLException {
        LetterConditions conditions = LetterConditions.of(selection);
        String delete = DELETE + conditions.sql();
        long deleted =
                ForgottenLetters.delete(connection, pipeline, delete, conditions.among(List.of(pipeline), List.of()));
        LetterEdits.forgetWaiting(connection, pipeline);
        return deleted;
    }

    /** Deletes all that is kept of letters of the pipeline, also of those that are gone. */
    public static void purge(Connection connection, String pipeline) throws SQLException {
        Sql.update(connection, DELETE, pipeline);
        LetterEdits.delete(connection, pipeline);
        ReplayedLetters.delete(connection, pipeline);
        LetterExpiry.forget(connection, pipeline);
        ForgottenLetters.clear(connection, pipeline);
    }

    /** Notes that no counters count these letters any more: a pipeline that gets the name begins at zero. */
    public static void uncount(Connection connection, String pipeline) throws SQLException {
        Sql.update(connection, UNCOUNT, pipeline);
        ForgottenLetters.clear(connection, pipeline);
    }

    /** Notes that no counters count the letters of this partition any more. */
    public static void uncount(Connection connection, String pipeline, String topic, int partition)
            throws SQLException {
        Sql.update(connection, UNCOUNT + AT, pipeline, topic, partition);
    }

    /** Keeps the letters under another name, as those of no pipeline that counts them. */
    public static void rename(Connection connection, String pipeline, String name) throws SQLException {
        Sql.update(connection, RENAME, name, pipeline);
        LetterEdits.rename(connection, pipeline, name);
        ReplayedLetters.rename(connection, pipeline, name);
        LetterExpiry.forget(connection, pipeline);
        ForgottenLetters.clear(connection, pipeline);
    }
}
