package io.sluice.stream.ledger;

import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.jdbc.Sql;
import io.sluice.stream.letters.DeadLetters;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where pipelines stand in their topics, as the driver reads and sets it. It alone decides where a pipeline resumes:
 * it moves in the transactions that write the rows. Thread-safe; what changes something throws {@link NotOwnerException}
 * if another instance has the lease.
 */
public final class Positions {

    private static final String POSITIONS =
            "SELECT topic, partition, next_offset FROM sluice.progress WHERE pipeline_id = ?";
    private static final String POSITIONS_OF_ALL = """
            SELECT topic, partition, next_offset, pipeline_id FROM sluice.progress WHERE pipeline_id = ANY (?)""";
    private static final String BEGIN = """
            INSERT INTO sluice.progress (pipeline_id, topic, partition, next_offset, began, carried, counted)
            SELECT id, topic, partition, next, next, next, next
            FROM (VALUES (?, ?, ?, ?)) AS v (id, topic, partition, next)
            ON CONFLICT DO NOTHING""";
    /** What is set back is carried again, and counted from there on; what is passed over leaves a gap. */
    private static final String SET = """
            INSERT INTO sluice.progress AS p (pipeline_id, topic, partition, next_offset, altered, carried, counted)
            SELECT id, topic, partition, next, next, next, next FROM (VALUES (?, ?, ?, ?)) AS v (id, topic, partition, next)
            ON CONFLICT (pipeline_id, topic, partition) DO UPDATE
            SET next_offset = excluded.next_offset, altered = excluded.altered,
                carried = CASE WHEN excluded.next_offset > p.next_offset THEN excluded.next_offset
                    ELSE least(coalesce(p.carried, greatest(p.began, p.altered)), excluded.next_offset) END,
                counted = CASE WHEN excluded.next_offset < p.next_offset THEN excluded.next_offset
                    WHEN excluded.next_offset = p.next_offset THEN p.counted END,
                began = CASE WHEN p.began > excluded.next_offset THEN excluded.next_offset ELSE p.began END""";

    private static final String ORIGINS = "SELECT topic, topic_id FROM sluice.origins WHERE store = ? AND target = ?";
    private static final String ADD_ORIGIN = """
            INSERT INTO sluice.origins (store, target, topic, topic_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING""";
    private static final String FORGET_ORIGINS = """
            DELETE FROM sluice.origins WHERE store = ? AND target = ? AND (?::text[] IS NULL OR topic = ANY (?::text[]))""";
    private static final String UNCOUNT = """
            UPDATE sluice.progress SET consumed = 0, filtered = 0, rejected = 0
            WHERE pipeline_id = ? AND topic = ? AND partition = ?""";
    private static final String UNCOUNT_SINKS =
            "DELETE FROM sluice.sink_progress WHERE pipeline_id = ? AND topic = ? AND partition = ?";
    private static final List<String> FORGET = List.of(
            "DELETE FROM sluice.progress WHERE pipeline_id = ?",
            "DELETE FROM sluice.sink_progress WHERE pipeline_id = ?",
            "DELETE FROM sluice.marks WHERE pipeline_id = ?",
            "DELETE FROM sluice.replays WHERE pipeline_id = ?");

    private final LedgerDatabase database;

    public Positions(LedgerDatabase database) {
        this.database = database;
    }

    /** The offset to read next of each partition; none for a pipeline that was never started. */
    public Offsets positions(long pipelineId) throws SQLException {
        return database.read(connection -> read(connection, POSITIONS, pipelineId));
    }

    /** The positions of several pipelines, by id, in one query; those that were never started are missing. */
    public Map<Long, Offsets> positions(Collection<Long> pipelineIds) throws SQLException {
        return database.read(connection -> {
            Map<Long, Offsets.Builder> all = new HashMap<>();
            Sql.each(
                    connection,
                    POSITIONS_OF_ALL,
                    row -> add(row, all.computeIfAbsent(row.getLong(4), id -> new Offsets.Builder())),
                    (Object) pipelineIds.toArray(Long[]::new));
            Map<Long, Offsets> positions = new HashMap<>();
            all.forEach((id, its) -> positions.put(id, its.build()));
            return positions;
        });
    }

    private static void add(ResultSet row, Offsets.Builder offsets) throws SQLException {
        offsets.put(row.getString(1), row.getInt(2), row.getLong(3));
    }

    /** @param sql selects topic, partition and offset */
    static Offsets read(Connection connection, String sql, Object... parameters) throws SQLException {
        Offsets.Builder offsets = new Offsets.Builder();
        Sql.each(connection, sql, row -> add(row, offsets), parameters);
        return offsets.build();
    }

    /** Kafka's id, by name, of each topic whose positions the sink's target holds. */
    public Map<String, String> origins(SinkSpec sink) throws SQLException {
        return database.read(connection -> {
            Map<String, String> origins = new HashMap<>();
            Sql.each(
                    connection,
                    ORIGINS,
                    row -> origins.put(row.getString(1), row.getString(2)),
                    sink.type().label(),
                    sink.target());
            return origins;
        });
    }

    /**
     * Notes where a start of a pipeline begins, before it reads anything. What is noted already stays.
     *
     * @param topicIds Kafka's id of each topic
     */
    public void begin(long pipelineId, Offsets positions, List<SinkSpec> sinks, Map<String, String> topicIds)
            throws SQLException {
        database.change(connection -> {
            write(connection, BEGIN, pipelineId, positions);
            for (SinkSpec sink : sinks) {
                Sql.batch(connection, ADD_ORIGIN, topicIds.entrySet(), (add, topic) -> {
                    add.setString(1, sink.type().label());
                    add.setString(2, sink.target());
                    add.setString(3, topic.getKey());
                    add.setString(4, topic.getValue());
                });
            }
        });
    }

    /**
     * Lets the pipeline go on elsewhere, and makes whatever of it still runs unable to write. Of a partition that is set
     * back the counters begin anew, because its records are counted again.
     */
    public void alter(long pipelineId, String name, Offsets positions) throws SQLException {
        database.change(connection -> {
            Generations.raise(connection, pipelineId);
            Offsets before = read(connection, POSITIONS, pipelineId);
            write(connection, SET, pipelineId, positions);
            for (Position next : positions.positions()) {
                if (next.offset() < before.get(next.topic(), next.partition(), 0)) {
                    Sql.update(connection, UNCOUNT, pipelineId, next.topic(), next.partition());
                    Sql.update(connection, UNCOUNT_SINKS, pipelineId, next.topic(), next.partition());
                    DeadLetters.uncount(connection, name, next.topic(), next.partition());
                }
            }
        });
    }

    /** Forgets positions and counters of a pipeline that has consumed nothing. */
    public void forget(long pipelineId) throws SQLException {
        database.change(connection -> forget(connection, pipelineId));
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
        database.change(connection -> {
            forget(connection, pipelineId);
            forgetOrigins(connection, origins);
            if (lettersTo == null) {
                DeadLetters.purge(connection, name);
            } else {
                DeadLetters.rename(connection, name, lettersTo);
            }
        });
    }

    /** Forgets of which topics targets held positions. */
    public void forgetOrigins(List<Origins> origins) throws SQLException {
        database.change(connection -> forgetOrigins(connection, origins));
    }

    private static void forgetOrigins(Connection connection, List<Origins> origins) throws SQLException {
        for (Origins each : origins) {
            String[] topics = each.topics() == null ? null : each.topics().toArray(String[]::new);
            Sql.update(
                    connection,
                    FORGET_ORIGINS,
                    each.sink().type().label(),
                    each.sink().target(),
                    topics,
                    topics);
        }
    }

    private static void forget(Connection connection, long pipelineId) throws SQLException {
        Generations.raise(connection, pipelineId);
        for (String sql : FORGET) {
            Sql.update(connection, sql, pipelineId);
        }
    }

    private static void write(Connection connection, String sql, long pipelineId, Offsets positions)
            throws SQLException {
        Sql.batch(connection, sql, positions.positions(), (set, next) -> {
            set.setLong(1, pipelineId);
            set.setString(2, next.topic());
            set.setInt(3, next.partition());
            set.setLong(4, next.offset());
        });
    }
}
