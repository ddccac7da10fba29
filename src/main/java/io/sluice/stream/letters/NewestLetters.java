package io.sluice.stream.letters;

import io.sluice.stream.flow.Position;
import io.sluice.stream.jdbc.Sql;
import io.sluice.stream.text.Excerpt;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells of a pipeline's newest dead letters where they are and why, without what they hold. */
public final class NewestLetters {

    private static final int LONGEST_REASON = 500;

    private static final String SELECT =
            "SELECT topic, partition, \"offset\", stage, reason, rejected_at" + DeadLetters.OF_PIPELINE;

    private static final String NEWEST =
            SELECT + " ORDER BY rejected_at DESC, partition, \"offset\", topic, stage LIMIT ?";

    private static final String AT =
            SELECT + " AND (topic, partition, \"offset\") IN (SELECT * FROM unnest(?::text[], ?::int[], ?::bigint[]))";

    private NewestLetters() {}

    /** @param reason its beginning, if it is long */
    public record Newest(String topic, int partition, long offset, String stage, String reason, Instant rejectedAt) {}

    /** The newest first; those of one batch by their position. */
    public static List<Newest> of(Connection connection, String pipeline, int most) throws SQLException {
        return Sql.list(connection, NEWEST, NewestLetters::newest, pipeline, most);
    }

    /** One letter, the newest, for each of these positions that has any. */
    public static Map<Position, Newest> at(Connection connection, String pipeline, List<Position> positions)
            throws SQLException {
        Map<Position, Newest> found = new HashMap<>();
        Sql.each(
                connection,
                AT,
                row -> {
                    Newest letter = newest(row);
                    found.put(new Position(letter.topic(), letter.partition(), letter.offset()), letter);
                },
                pipeline,
                positions.stream().map(Position::topic).toArray(String[]::new),
                positions.stream().map(Position::partition).toArray(Integer[]::new),
                positions.stream().map(Position::offset).toArray(Long[]::new));
        return found;
    }

    private static Newest newest(ResultSet row) throws SQLException {
        return new Newest(
                row.getString(1),
                row.getInt(2),
                row.getLong(3),
                row.getString(4),
                Excerpt.of(row.getString(5), LONGEST_REASON),
                row.getObject(6, OffsetDateTime.class).toInstant());
    }
}
