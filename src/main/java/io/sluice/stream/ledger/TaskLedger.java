package io.sluice.stream.ledger;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.jdbc.Sql;
import io.sluice.stream.letters.DeadLetters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a pipeline got in each partition and what became of its records, kept in the transaction that writes the
 * rows. One thread.
 */
public final class TaskLedger {

    private static final String CREATE = """
            INSERT INTO sluice.progress (pipeline_id, topic, partition, next_offset, began, carried, counted)
            VALUES (?, ?, ?, 0, 0, 0, 0)
            ON CONFLICT DO NOTHING""";
    private static final String LOCK = "SELECT p.next_offset, " + DeadLetters.UNCOUNTED_AHEAD
            + " FROM sluice.progress p WHERE p.pipeline_id = ? AND p.topic = ? AND p.partition = ? FOR UPDATE OF p";
    private static final String COUNT = """
            UPDATE sluice.progress
            SET next_offset = greatest(next_offset, ?),
                consumed = consumed + ?, filtered = filtered + ?, rejected = rejected + ?
            WHERE pipeline_id = ? AND topic = ? AND partition = ?""";
    private static final String COUNT_SINK = """
            INSERT INTO sluice.sink_progress AS s (pipeline_id, topic, partition, sink, stored, rejected, rows)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (pipeline_id, topic, partition, sink) DO UPDATE
            SET stored = s.stored + excluded.stored, rejected = s.rejected + excluded.rejected,
                rows = s.rows + excluded.rows""";

    /** Deletes older notes that the new one includes. */
    private static final String FORGET_REPLAYS = """
            DELETE FROM sluice.replays r USING sluice.marks m
            WHERE r.pipeline_id = ? AND r.topic = ? AND r.partition = ? AND r.lowest >= ?
                AND m.pipeline_id = r.pipeline_id AND r.number < m.number""";

    private static final String NOTE_REPLAY = """
            INSERT INTO sluice.replays AS r (pipeline_id, topic, partition, number, lowest)
            SELECT id, topic, partition, coalesce((SELECT m.number FROM sluice.marks m WHERE m.pipeline_id = id), 0), lowest
            FROM (VALUES (?, ?, ?, ?)) AS v (id, topic, partition, lowest)
            ON CONFLICT (pipeline_id, topic, partition, number) DO UPDATE
            SET lowest = least(r.lowest, excluded.lowest)""";

    private final Connection connection;
    private final long pipelineId;
    private final String pipeline;

    /**
     * Holds the generation until the connection's transaction ends.
     *
     * @param pipeline its name
     * @param generation the one that the transaction belongs to
     * @throws StaleGenerationException if the pipeline was started again since
     */
    public TaskLedger(Connection connection, long pipelineId, String pipeline, long generation) throws SQLException {
        this.connection = connection;
        this.pipelineId = pipelineId;
        this.pipeline = pipeline;
        Generations.hold(connection, pipelineId, pipeline, generation);
    }

    /**
     * How far the pipeline got in a partition.
     *
     * @param nextOffset from which records are new
     * @param hasUncounted whether there are letters of such records, from before the counters began anew
     */
    public record Progress(long nextOffset, boolean hasUncounted) {}

    /** Locks the partition's progress, which is this transaction's from here on. */
    public Progress lock(String topic, int partition) throws SQLException {
        Optional<Progress> known = find(topic, partition);
        if (known.isPresent()) {
            return known.get();
        }
        // A partition that was added to the topic since the flow started.
        Sql.update(connection, CREATE, pipelineId, topic, partition);
        return find(topic, partition).orElseThrow();
    }

    private Optional<Progress> find(String topic, int partition) throws SQLException {
        return Sql.first(
                connection,
                LOCK,
                row -> new Progress(row.getLong(1), row.getBoolean(2)),
                pipeline,
                pipelineId,
                topic,
                partition);
    }

    /**
     * What becomes of a partition's progress.
     *
     * @param nextOffset from which records are new; 0 if that stays as it is
     * @param counters added to the partition's; a replay also takes away
     */
    public record Change(String topic, int partition, long nextOffset, Counters counters) {}

    /** Applies all changes in two round trips, however many partitions they are of. */
    public void apply(List<Change> changes) throws SQLException {
        Sql.batch(connection, COUNT, changes, (update, change) -> {
            update.setLong(1, change.nextOffset());
            update.setLong(2, change.counters().consumed());
            update.setLong(3, change.counters().filtered());
            update.setLong(4, change.counters().rejected());
            setPartition(update, 5, change);
        });
        try (PreparedStatement upsert = connection.prepareStatement(COUNT_SINK)) {
            for (Change change : changes) {
                addSinks(upsert, change);
            }
            upsert.executeBatch();
        }
    }

    private void addSinks(PreparedStatement upsert, Change change) throws SQLException {
        for (Map.Entry<StoreType, SinkCounters> sink : change.counters().sinks().entrySet()) {
            setPartition(upsert, 1, change);
            upsert.setString(4, sink.getKey().label());
            upsert.setLong(5, sink.getValue().stored());
            upsert.setLong(6, sink.getValue().rejected());
            upsert.setLong(7, sink.getValue().rows());
            upsert.addBatch();
        }
    }

    private void setPartition(PreparedStatement statement, int at, Change change) throws SQLException {
        statement.setLong(at, pipelineId);
        statement.setString(at + 1, change.topic());
        statement.setInt(at + 2, change.partition());
    }

    /** Notes that a replay stores records of the partition in Mongo, none of them before that offset. */
    public void noteReplay(String topic, int partition, long lowest) throws SQLException {
        Sql.update(connection, FORGET_REPLAYS, pipelineId, topic, partition, lowest);
        Sql.update(connection, NOTE_REPLAY, pipelineId, topic, partition, lowest);
    }
}
