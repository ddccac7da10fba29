package io.sluice.stream.letters;

import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Deletes letters for good, and notes which, so that nobody misses them: by their number and their outermost offsets. */
final class ForgottenLetters {

    private static final String NOTE = """
            WITH gone AS (%s RETURNING topic, partition, stage, "offset"),
            noted AS (
                INSERT INTO sluice.forgotten_letters AS f (pipeline_id, topic, partition, stage, lowest, highest, letters)
                SELECT p.id, g.topic, g.partition, g.stage, min(g."offset"), max(g."offset"), count(*)
                FROM gone g JOIN sluice.pipelines p ON p.name = ? GROUP BY 1, 2, 3, 4
                ON CONFLICT (pipeline_id, topic, partition, stage) DO UPDATE
                SET lowest = least(f.lowest, excluded.lowest), highest = greatest(f.highest, excluded.highest),
                    letters = f.letters + excluded.letters)
            SELECT count(*) FROM gone""";

    private ForgottenLetters() {}

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
