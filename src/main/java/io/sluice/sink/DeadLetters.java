package io.sluice.sink;

import io.sluice.flow.SourceRecord;
import io.sluice.flow.Stage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Keeps rejected records with their bytes, position, stage and reason, in the task's transaction. One thread. */
final class DeadLetters {

    private static final int MAX_HELD = 1000;
    private static final int MAX_HELD_BYTES = 4 << 20;
    private static final int MAX_REASON = 1000;

    /** The same record can reach the same stage again only by a replay, which changes nothing. */
    private static final String INSERT = """
            INSERT INTO sluice.dead_letters
                (pipeline_id, topic, partition, "offset", stage, "timestamp", reason, key, value, headers)
            VALUES (?, ?, ?, ?, ?, timestamptz 'epoch' + ? * interval '1 microsecond', ?, ?, ?, ?::json)
            ON CONFLICT DO NOTHING""";

    private final Connection connection;
    private final long pipelineId;
    private final List<Letter> held = new ArrayList<>();
    private long heldBytes;

    DeadLetters(Connection connection, long pipelineId) {
        this.connection = connection;
        this.pipelineId = pipelineId;
    }

    void add(SourceRecord record, Stage stage, String reason) throws SQLException {
        hold(record, stage, reason);
        if (held.size() >= MAX_HELD || heldBytes >= MAX_HELD_BYTES) {
            flush();
        }
    }

    /** Like {@link #add}, for the middle of another statement: writes nothing yet. */
    void hold(SourceRecord record, Stage stage, String reason) {
        held.add(new Letter(record, stage, reason));
        heldBytes += record.value() == null ? 0 : record.value().length;
    }

    void flush() throws SQLException {
        if (held.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Letter letter : held) {
                set(insert, letter);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        held.clear();
        heldBytes = 0;
    }

    private void set(PreparedStatement insert, Letter letter) throws SQLException {
        SourceRecord record = letter.record();
        insert.setLong(1, pipelineId);
        insert.setString(2, record.topic());
        insert.setInt(3, record.partition());
        insert.setLong(4, record.offset());
        insert.setString(5, letter.stage().label());
        insert.setLong(6, record.timestampMicros());
        insert.setString(7, storable(letter.reason()));
        insert.setBytes(8, record.key());
        insert.setBytes(9, record.value());
        insert.setString(10, HeadersJson.write(record.headers()));
    }

    /** Postgres holds no NUL in text. */
    private static String storable(String reason) {
        String text = reason.replace('\0', '\uFFFD');
        return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "…";
    }

    private record Letter(SourceRecord record, Stage stage, String reason) {}
}
