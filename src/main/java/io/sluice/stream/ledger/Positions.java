package io.sluice.stream.ledger;

import io.sluice.stream.flow.SinkSpec;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where pipelines stand in their topics, as the driver reads and sets it. It alone decides where a pipeline resumes:
 * it moves in the transactions that write the rows. Thread-safe.
 */
public final class Positions {

    private static final String POSITIONS =
            "SELECT topic, partition, next_offset FROM sluice.progress WHERE pipeline_id = ?";
    private static final String POSITIONS_OF_ALL = """
            SELECT topic, partition, next_offset, pipeline_id FROM sluice.progress WHERE pipeline_id = ANY (?)""";
    private static final String BEGIN = """
            INSERT INTO sluice.progress (pipeline_id, topic, partition, next_offset, began)
            SELECT id, topic, partition, next, next FROM (VALUES (?, ?, ?, ?)) AS v (id, topic, partition, next)
            ON CONFLICT DO NOTHING""";
    private static final String SET = """
            INSERT INTO sluice.progress AS p (pipeline_id, topic, partition, next_offset, altered)
            SELECT id, topic, partition, next, next FROM (VALUES (?, ?, ?, ?)) AS v (id, topic, partition, next)
            ON CONFLICT (pipeline_id, topic, partition) DO UPDATE
            SET next_offset = excluded.next_offset, altered = excluded.altered,
                began = CASE WHEN p.began > excluded.next_offset THEN excluded.next_offset ELSE p.began END""";
    private static final String ORIGINS = "SELECT topic, topic_id FROM sluice.origins WHERE store = ? AND target = ?";
    private static final String ADD_ORIGIN = """
            INSERT INTO sluice.origins (store, target, topic, topic_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING""";
    private static final String FORGET_ORIGINS = """
            DELETE FROM sluice.origins WHERE store = ? AND target = ? AND (?::text[] IS NULL OR topic = ANY (?::text[]))""";
    private static final List<String> UNCOUNT =
            List.of("""
            UPDATE sluice.progress SET consumed = 0, filtered = 0, rejected = 0
            WHERE pipeline_id = ? AND topic = ? AND partition = ?""", "DELETE FROM sluice.sink_progress WHERE pipeline_id = ? AND topic = ? AND partition = ?", """
            UPDATE sluice.dead_letters d SET counted = false FROM sluice.pipelines p
            WHERE p.id = ? AND d.pipeline = p.name AND d.topic = ? AND d.partition = ?""");
    private static final List<String> FORGET = List.of(
            "DELETE FROM sluice.progress WHERE pipeline_id = ?",
            "DELETE FROM sluice.sink_progress WHERE pipeline_id = ?",
            "DELETE FROM sluice.marks WHERE pipeline_id = ?",
            "DELETE FROM sluice.replays WHERE pipeline_id = ?");
    private static final String DELETE_LETTERS = "DELETE FROM sluice.dead_letters WHERE pipeline = ?";
    private static final String KEEP_LETTERS =
            "UPDATE sluice.dead_letters SET pipeline = ?, counted = false WHERE pipeline = ?";

    private final DataSource postgres;
    private final LeaseCheck owner;

    /** @param owner asked in every transaction that changes something */
    public Positions(DataSource postgres, LeaseCheck owner) {
        this.postgres = postgres;
        this.owner = owner;
    }

    /** The offset to read next, for each partition by topic; empty for a pipeline that was never started. */
    public Map<String, Map<Integer, Long>> positions(long pipelineId) throws SQLException {
        try (Connection connection = postgres.getConnection()) {
            return positions(connection, pipelineId);
        }
    }

    /** The same of several pipelines, by id, in one query. */
    public Map<Long, Map<String, Map<Integer, Long>>> positions(Collection<Long> pipelineIds) throws SQLException {
        Map<Long, Map<String, Map<Integer, Long>>> all = new HashMap<>();
        try (Connection connection = postgres.getConnection();
                PreparedStatement select = connection.prepareStatement(POSITIONS_OF_ALL)) {
            select.setArray(1, connection.createArrayOf("bigint", pipelineIds.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    add(rows, all.computeIfAbsent(rows.getLong(4), id -> new HashMap<>()));
                }
            }
        }
        return all;
    }

    private static void add(ResultSet row, Map<String, Map<Integer, Long>> positions) throws SQLException {
        positions.computeIfAbsent(row.getString(1), topic -> new TreeMap<>()).put(row.getInt(2), row.getLong(3));
    }

    private static Map<String, Map<Integer, Long>> positions(Connection connection, long pipelineId)
            throws SQLException {
        Map<String, Map<Integer, Long>> positions = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(POSITIONS)) {
            select.setLong(1, pipelineId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    add(rows, positions);
                }
            }
        }
        return positions;
    }

    /** Kafka's id, by name, of each topic whose positions the sink's target holds. */
    public Map<String, String> origins(SinkSpec sink) throws SQLException {
        Map<String, String> origins = new HashMap<>();
        try (Connection connection = postgres.getConnection();
                PreparedStatement select = connection.prepareStatement(ORIGINS)) {
            select.setString(1, sink.type().label());
            select.setString(2, sink.target());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    origins.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return origins;
    }

    /**
     * Notes where a start of a pipeline begins, before it reads anything. What is noted already stays.
     *
     * @param topicIds Kafka's id of each topic
     */
    public void begin(
            long pipelineId,
            Map<String, Map<Integer, Long>> positions,
            List<SinkSpec> sinks,
            Map<String, String> topicIds)
            throws SQLException {
        inTransaction(connection -> {
            setPositions(connection, BEGIN, pipelineId, positions);
            try (PreparedStatement add = connection.prepareStatement(ADD_ORIGIN)) {
                for (SinkSpec sink : sinks) {
                    for (Map.Entry<String, String> topic : topicIds.entrySet()) {
                        add.setString(1, sink.type().label());
                        add.setString(2, sink.target());
                        add.setString(3, topic.getKey());
                        add.setString(4, topic.getValue());
                        add.addBatch();
                    }
                }
                add.executeBatch();
            }
        });
    }

    /**
     * Lets the pipeline go on elsewhere, and makes whatever of it still runs unable to write. Of a partition that is set
     * back the counters begin anew, because its records are counted again.
     */
    public void alter(long pipelineId, Map<String, Map<Integer, Long>> positions) throws SQLException {
        inTransaction(connection -> {
            Generations.raise(connection, pipelineId);
            Map<String, Map<Integer, Long>> before = positions(connection, pipelineId);
            setPositions(connection, SET, pipelineId, positions);
            for (Map.Entry<String, Map<Integer, Long>> topic : positions.entrySet()) {
                for (Map.Entry<Integer, Long> next : topic.getValue().entrySet()) {
                    long read = before.getOrDefault(topic.getKey(), Map.of()).getOrDefault(next.getKey(), 0L);
                    if (next.getValue() < read) {
                        uncount(connection, pipelineId, topic.getKey(), next.getKey());
                    }
                }
            }
        });
    }

    /** Forgets positions and counters of a pipeline that has consumed nothing. */
    public void forget(long pipelineId) throws SQLException {
        inTransaction(connection -> forget(connection, pipelineId));
    }

    /**
     * Topics of which a sink's target held positions, and does not any more.
     *
     * @param topics null means all, of a target that is gone
     */
    public record Origins(SinkSpec sink, @Nullable List<String> topics) {

        public static Origins all(SinkSpec sink) {
            return new Origins(sink, null);
        }
    }

    /**
     * Forgets positions and counters, and of which topics targets held positions.
     *
     * @param lettersTo the name under which the pipeline's dead letters are kept; null deletes them
     */
    public void reset(long pipelineId, String name, List<Origins> origins, @Nullable String lettersTo)
            throws SQLException {
        inTransaction(connection -> {
            forget(connection, pipelineId);
            forgetOrigins(connection, origins);
            try (PreparedStatement letters =
                    connection.prepareStatement(lettersTo == null ? DELETE_LETTERS : KEEP_LETTERS)) {
                if (lettersTo != null) {
                    letters.setString(1, lettersTo);
                }
                letters.setString(lettersTo == null ? 1 : 2, name);
                letters.executeUpdate();
            }
        });
    }

    /** The last of these only. */
    public void forgetOrigins(List<Origins> origins) throws SQLException {
        inTransaction(connection -> forgetOrigins(connection, origins));
    }

    private static void forgetOrigins(Connection connection, List<Origins> origins) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(FORGET_ORIGINS)) {
            for (Origins each : origins) {
                List<String> names = each.topics();
                Array topics = names == null ? null : connection.createArrayOf("text", names.toArray());
                delete.setString(1, each.sink().type().label());
                delete.setString(2, each.sink().target());
                delete.setArray(3, topics);
                delete.setArray(4, topics);
                delete.executeUpdate();
            }
        }
    }

    private static void forget(Connection connection, long pipelineId) throws SQLException {
        Generations.raise(connection, pipelineId);
        for (String sql : FORGET) {
            try (PreparedStatement delete = connection.prepareStatement(sql)) {
                delete.setLong(1, pipelineId);
                delete.executeUpdate();
            }
        }
    }

    private static void uncount(Connection connection, long pipelineId, String topic, int partition)
            throws SQLException {
        for (String sql : UNCOUNT) {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setLong(1, pipelineId);
                update.setString(2, topic);
                update.setInt(3, partition);
                update.executeUpdate();
            }
        }
    }

    private static void setPositions(
            Connection connection, String sql, long pipelineId, Map<String, Map<Integer, Long>> positions)
            throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(sql)) {
            for (Map.Entry<String, Map<Integer, Long>> topic : positions.entrySet()) {
                for (Map.Entry<Integer, Long> next : topic.getValue().entrySet()) {
                    set.setLong(1, pipelineId);
                    set.setString(2, topic.getKey());
                    set.setInt(3, next.getKey());
                    set.setLong(4, next.getValue());
                    set.addBatch();
                }
            }
            set.executeBatch();
        }
    }

    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private void inTransaction(Work work) throws SQLException {
        try (Connection connection = postgres.getConnection()) {
            connection.setAutoCommit(false);
            try {
                owner.require(connection);
                work.on(connection);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }
}
