package io.sluice.stream.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** The numbers of the marks that Mongo has acknowledged, as Postgres knows them. Thread-safe. */
public final class MarkNumbers {

    private static final String NUMBERS = "SELECT pipeline_id, number FROM sluice.marks WHERE pipeline_id = ANY (?)";
    /** A pipeline that has been deleted meanwhile has no row to refer to. */
    private static final String NOTE = """
            INSERT INTO sluice.marks AS m (pipeline_id, number) SELECT id, ? FROM sluice.pipelines WHERE id = ?
            ON CONFLICT (pipeline_id) DO UPDATE SET number = greatest(m.number, excluded.number)""";

    private static final String BEGAN =
            "SELECT topic, partition, began FROM sluice.progress WHERE pipeline_id = ? AND began IS NOT NULL";
    private static final String FIRST = """
            SELECT topic, partition, greatest(began, altered) FROM sluice.progress
            WHERE pipeline_id = ? AND began IS NOT NULL""";

    private static final String REPLAYED = """
            SELECT topic, partition, min(lowest) FROM sluice.replays WHERE pipeline_id = ? AND number >= ?
            GROUP BY topic, partition""";

    private final DataSource postgres;

    public MarkNumbers(DataSource postgres) {
        this.postgres = postgres;
    }

    /** By the ids of the pipelines; those without a mark are missing. */
    public Map<Long, Long> numbers(Collection<Long> pipelineIds) throws SQLException {
        Map<Long, Long> numbers = new HashMap<>();
        try (Connection connection = postgres.getConnection();
                PreparedStatement select = connection.prepareStatement(NUMBERS)) {
            select.setArray(1, connection.createArrayOf("bigint", pipelineIds.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    numbers.put(rows.getLong(1), rows.getLong(2));
                }
            }
        }
        return numbers;
    }

    /** @param numbers of marks that Mongo has acknowledged, by the ids of the pipelines */
    public void note(Map<Long, Long> numbers) throws SQLException {
        try (Connection connection = postgres.getConnection();
                PreparedStatement note = connection.prepareStatement(NOTE)) {
            for (Map.Entry<Long, Long> each : new TreeMap<>(numbers).entrySet()) {
                note.setLong(1, each.getValue());
                note.setLong(2, each.getKey());
                note.addBatch();
            }
            note.executeBatch();
        }
    }

    /** Where the pipeline's first start began, by topic and partition, as far as that is known. */
    public Map<String, Map<Integer, Long>> began(long pipelineId) throws SQLException {
        return offsets(BEGAN, pipelineId);
    }

    /**
     * From where on everything up to the ledger's position has been carried, with nothing passed over by the first start or
     * by an order; by topic and partition, as far as that is known.
     */
    public Map<String, Map<Integer, Long>> first(long pipelineId) throws SQLException {
        return offsets(FIRST, pipelineId);
    }

    /**
     * The lowest offsets, by topic and partition, that replays have stored in Mongo since it has acknowledged the mark of
     * that number.
     */
    public Map<String, Map<Integer, Long>> replayed(long pipelineId, long number) throws SQLException {
        return offsets(REPLAYED, pipelineId, number);
    }

    private Map<String, Map<Integer, Long>> offsets(String sql, long... parameters) throws SQLException {
        Map<String, Map<Integer, Long>> offsets = new HashMap<>();
        try (Connection connection = postgres.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setLong(i + 1, parameters[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    offsets.computeIfAbsent(rows.getString(1), topic -> new TreeMap<>())
                            .put(rows.getInt(2), rows.getLong(3));
                }
            }
        }
        return offsets;
    }
}
