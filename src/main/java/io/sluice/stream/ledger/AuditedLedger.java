package io.sluice.stream.ledger;

import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.jdbc.Sql;
import io.sluice.stream.letters.DeadLetters;
import io.sluice.stream.letters.ForgottenLetters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a reconciliation asks of the ledger. Thread-safe. */
public final class AuditedLedger {

    /** One statement, so that positions, counters and letters are of one moment. */
    private static final String PARTITIONS = """
            SELECT p.topic, p.partition, coalesce(p.carried, greatest(p.began, p.altered), p.next_offset), p.next_offset,
                p.counted, p.consumed, p.filtered, p.rejected,
                %s,
                s.sink, s.stored, s.rejected, s.rows
            FROM sluice.progress p LEFT JOIN sluice.sink_progress s USING (pipeline_id, topic, partition)
            WHERE p.pipeline_id = ? ORDER BY 1, 2""".formatted(DeadLetters.NUMBER_BEFORE);

    private final LedgerDatabase database;

    public AuditedLedger(LedgerDatabase database) {
        this.database = database;
    }

    /** The pipeline's partitions in their order; none if it was never started. */
    public List<AuditedPartition> partitions(long pipelineId, String pipeline) throws SQLException {
        return database.read(connection -> {
            Map<String, AuditedPartition> partitions = new LinkedHashMap<>();
            Sql.each(connection, PARTITIONS, row -> add(row, partitions), pipeline, pipelineId);
            return List.copyOf(partitions.values());
        });
    }

    private static void add(ResultSet row, Map<String, AuditedPartition> partitions) throws SQLException {
        long counted = row.getLong(5);
        Long known = row.wasNull() ? null : counted;
        Map<StoreType, SinkCounters> sinks = new HashMap<>();
        if (row.getString(10) != null) {
            sinks.put(
                    new StoreType(row.getString(10)),
                    new SinkCounters(row.getLong(11), row.getLong(12), row.getLong(13)));
        }
        AuditedPartition partition = new AuditedPartition(
                row.getString(1),
                row.getInt(2),
                row.getLong(3),
                row.getLong(4),
                known,
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                sinks);
        partitions.merge(partition.topic() + "/" + partition.partition(), partition, AuditedLedger::withSinksOf);
    }

    private static AuditedPartition withSinksOf(AuditedPartition one, AuditedPartition other) {
        Map<StoreType, SinkCounters> sinks = new HashMap<>(one.sinks());
        sinks.putAll(other.sinks());
        return new AuditedPartition(
                one.topic(),
                one.partition(),
                one.from(),
                one.next(),
                one.counted(),
                one.consumed(),
                one.filtered(),
                one.rejected(),
                one.letters(),
                sinks);
    }

    /** How many dead letters the pipeline has before the position at which the partition stood. */
    public long letters(String pipeline, AuditedPartition then) throws SQLException {
        return database.read(connection ->
                DeadLetters.countBefore(connection, pipeline, then.topic(), then.partition(), then.next()));
    }

    /** Which letters of the pipeline were deleted by orders. */
    public List<ForgottenLetters.Forgotten> forgotten(String pipeline) throws SQLException {
        return database.read(connection -> ForgottenLetters.of(connection, pipeline));
    }
}
