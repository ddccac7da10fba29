package io.sluice.stream.letters;

import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Which records of a part of a partition have dead letters, or had them and were edited. Immutable. */
public final class LettersAt {

    private static final String SELECT = "SELECT \"offset\", stage, refused_rows" + DeadLetters.OF_PIPELINE
            + " AND topic = ? AND partition = ? AND \"offset\" >= ? AND \"offset\" < ?";

    /** Reads what was carried last of a position that was edited several times. */
    private static final String EDITED = """
            SELECT DISTINCT ON ("offset") "offset", value FROM sluice.edits
            WHERE pipeline = ? AND topic = ? AND partition = ? AND "offset" >= ? AND "offset" < ? AND carried_at IS NOT NULL
            ORDER BY "offset", id DESC""";

    private final Map<Long, byte[]> edited = new HashMap<>();
    private final Map<Long, Map<Stage, Integer>> byOffset = new HashMap<>();

    private LettersAt() {}

    /** Reads those from an offset on up to another one, which is not included. */
    public static LettersAt read(
            Connection connection, String pipeline, String topic, int partition, long from, long until)
            throws SQLException {
        LettersAt letters = new LettersAt();
        Sql.each(
                connection,
                SELECT,
                row -> letters.byOffset
                        .computeIfAbsent(row.getLong(1), offset -> new HashMap<>())
                        .put(new Stage(row.getString(2)), row.getInt(3)),
                pipeline,
                topic,
                partition,
                from,
                until);
        // After the letters: an edit is carried in the transaction that takes its letter away.
        Sql.each(
                connection,
                EDITED,
                row -> letters.edited.put(row.getLong(1), row.getBytes(2)),
                pipeline,
                topic,
                partition,
                from,
                until);
        return letters;
    }

    /** The record as a replay has carried it: with the value that somebody has put in place of its own, if so. */
    public SourceRecord asCarried(SourceRecord record) {
        byte[] value = edited.get(record.offset());
        return value == null
                ? record
                : new SourceRecord(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestampMillis(),
                        record.key(),
                        value,
                        record.headers());
    }

    /** Whether the record was rejected before it came to a store. */
    public boolean rejected(long offset) {
        Map<Stage, Integer> stages = byOffset.getOrDefault(offset, Map.of());
        return stages.containsKey(Stage.DECODE) || stages.containsKey(Stage.TRANSFORM);
    }

    /** Whether the store has refused a row of the record. */
    public boolean refused(long offset, StoreType store) {
        return byOffset.getOrDefault(offset, Map.of()).containsKey(store.stage());
    }

    /** How many rows of the record the store has refused. */
    public int refusedRows(long offset, StoreType store) {
        return byOffset.getOrDefault(offset, Map.of()).getOrDefault(store.stage(), 0);
    }
}
