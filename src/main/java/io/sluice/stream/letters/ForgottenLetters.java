package io.sluice.stream.letters;

import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deletes letters for good, and notes which, so that nobody misses them: by their number and their outermost offsets. */
public final class ForgottenLetters {

    private static final String NOTE = """
            WITH gone AS (%s RETURNING topic, partition, stage, "offset"),
            noted AS (
                INSERT INTO sluice.forgotten_letters AS f (pipeline, topic, partition, stage, lowest, highest, letters)
                SELECT ?, topic, partition, stage, min("offset"), max("offset"), count(*)
                FROM gone GROUP BY topic, partition, stage
                ON CONFLICT (pipeline, topic, partition, stage) DO UPDATE
                SET lowest = least(f.lowest, excluded.lowest), highest = greatest(f.highest, excluded.highest),
                    letters = f.letters + excluded.letters)
            SELECT count(*) FROM gone""";
    private static final String NOTED = """
            SELECT topic, partition, stage, lowest, highest, letters FROM sluice.forgotten_letters WHERE pipeline = ?""";
    private static final String CLEAR = "DELETE FROM sluice.forgotten_letters WHERE pipeline = ?";

    private ForgottenLetters() {}

    /**
     * Letters of a partition and a stage that are gone for good.
     *
     * @param lowest the lowest offset among them
     * @param highest the highest
     * @param letters how many they were
     */
    public record Forgotten(String topic, int partition, String stage, long lowest, long highest, long letters) {}

    /** Which letters of the pipeline are gone for good. */
    public static List<Forgotten> of(Connection connection, String pipeline) throws SQLException {
        return Sql.list(
                connection,
                NOTED,
                row -> new Forgotten(
                        row.getString(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6)),
                pipeline);
    }

    static void clear(Connection connection, String pipeline) throws SQLException {
        Sql.update(connection, CLEAR, pipeline);
    }

    /**
     * Deletes the letters, and returns how many they were.
     *
     * @param delete a statement that deletes letters of the pipeline, and answers nothing
     */
    static long delete(Connection connection, String pipeline, String delete, @Nullable Object... parameters)
            throws SQLException {
        @Nullable Object[] all = Arrays.copyOf(parameters, parameters.length + 1);
        all[parameters.length] = pipeline;
        return Sql.first(connection, NOTE.formatted(delete), row -> row.getLong(1), all)
                .orElse(0L);
    }
}
