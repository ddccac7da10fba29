package io.sluice.sink;

import io.sluice.flow.Counters;
import io.sluice.flow.Counters.SinkCounters;
import io.sluice.flow.StoreType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/**
 * How far a pipeline got in each partition and what became of its records, kept in the transaction that writes the
 * rows. One thread.
 */
final class Ledger {

    private static final String FENCE =
            "SELECT 1 FROM sluice.fences WHERE pipeline_id = ? AND generation = ? FOR SHARE";
    private static final String CREATE = """
            INSERT INTO sluice.progress (pipeline_id, topic, partition, next_offset) VALUES (?, ?, ?, 0)
            ON CONFLICT DO NOTHING""";
    private static final String LOCK = """
            SELECT next_offset FROM sluice.progress WHERE pipeline_id = ? AND topic = ? AND partition = ? FOR UPDATE""";
    private static final String ADVANCE = """
            UPDATE sluice.progress SET next_offset = ? WHERE pipeline_id = ? AND topic = ? AND partition = ?""";
    private static final String COUNT = """
            UPDATE sluice.progress
            SET consumed = consumed + ?, filtered = filtered + ?, rejected = rejected + ?
            WHERE pipeline_id = ? AND topic = ? AND partition = ?""";
    private static final String COUNT_SINK = """
            INSERT INTO sluice.sink_progress AS s (pipeline_id, topic, partition, sink, stored, rejected, rows)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (pipeline_id, topic, partition, sink) DO UPDATE
            SET stored = s.stored + excluded.stored, rejected = s.rejected + excluded.rejected,
                rows = s.rows + excluded.rows""";

    private final Connection connection;
    private final long pipelineId;

    Ledger(Connection connection, long pipelineId) {
        this.connection = connection;
        this.pipelineId = pipelineId;
    }

    /** Holds the generation until the transaction ends: a new start waits for it, and later writes fail here. */
    void requireGeneration(String pipeline, long generation) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FENCE)) {
            select.setLong(1, pipelineId);
            select.setLong(2, generation);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new StaleGenerationException(pipeline, generation);
                }
            }
        }
    }

    /** The offset from which records are new; the partition's progress is this transaction's from here on. */
    long lockNextOffset(String topic, int partition) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(CREATE);
                PreparedStatement select = connection.prepareStatement(LOCK)) {
            setPartition(insert, 1, topic, partition);
            insert.executeUpdate();
            setPartition(select, 1, topic, partition);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    void advance(String topic, int partition, long nextOffset) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(ADVANCE)) {
            update.setLong(1, nextOffset);
            setPartition(update, 2, topic, partition);
            update.executeUpdate();
        }
    }

    /** Adds to the partition's counters; a replay also takes away. */
    void count(String topic, int partition, Counters counters) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(COUNT)) {
            update.setLong(1, counters.consumed());
            update.setLong(2, counters.filtered());
            update.setLong(3, counters.rejected());
            setPartition(update, 4, topic, partition);
            update.executeUpdate();
        }
        try (PreparedStatement upsert = connection.prepareStatement(COUNT_SINK)) {
            for (Map.Entry<StoreType, SinkCounters> sink : counters.sinks().entrySet()) {
                setPartition(upsert, 1, topic, partition);
                upsert.setString(4, sink.getKey().label());
                upsert.setLong(5, sink.getValue().stored());
                upsert.setLong(6, sink.getValue().rejected());
                upsert.setLong(7, sink.getValue().rows());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    private void setPartition(PreparedStatement statement, int at, String topic, int partition) throws SQLException {
        statement.setLong(at, pipelineId);
        statement.setString(at + 1, topic);
        statement.setInt(at + 2, partition);
    }
}
