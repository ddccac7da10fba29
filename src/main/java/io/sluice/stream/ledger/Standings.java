package io.sluice.stream.ledger;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Standing;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.jdbc.Sql;
import io.sluice.stream.letters.DeadLetters;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What the ledger says of pipelines. Thread-safe. */
public final class Standings {

    /** One statement, so that it sees both tables at one moment and the accounting law holds in every answer. */
    private static final String ALL = """
            SELECT p.pipeline_id, p.topic, p.partition, p.next_offset, p.consumed, p.filtered, p.rejected,
                s.sink, s.stored, s.rejected, s.rows
            FROM sluice.progress p LEFT JOIN sluice.sink_progress s USING (pipeline_id, topic, partition)""";

    private static final String ONE = ALL + " WHERE p.pipeline_id = ?";
    private static final String PARTITIONS = """
            SELECT partition, next_offset, filtered FROM sluice.progress WHERE pipeline_id = ? AND topic = ?
            ORDER BY partition""";

    private final LedgerDatabase database;

    public Standings(LedgerDatabase database) {
        this.database = database;
    }

    /** What the ledger says of all pipelines, by id; one that was never started is missing. */
    public Map<Long, Standing> all() throws SQLException {
        return read(ALL);
    }

    /** What became of the pipeline's records so far, for the given kinds of store. */
    public Counters counters(long pipelineId, Collection<StoreType> stores) throws SQLException {
        Counters known =
                read(ONE, pipelineId).getOrDefault(pipelineId, Standing.NONE).counters();
        Map<StoreType, SinkCounters> sinks =
                new HashMap<>(Counters.zero(stores).plus(known).sinks());
        sinks.keySet().retainAll(stores);
        return new Counters(known.consumed(), known.filtered(), known.rejected(), sinks);
    }

    /**
     * How far a pipeline got in a partition.
     *
     * @param nextOffset from which records are new
     * @param filtered how many records of the partition were filtered out
     */
    public record PartitionStanding(int partition, long nextOffset, long filtered) {}

    /** The partitions of a topic, in their order, that the pipeline has begun. */
    public static List<PartitionStanding> partitions(Connection connection, long pipelineId, String topic)
            throws SQLException {
        return Sql.list(
                connection,
                PARTITIONS,
                row -> new PartitionStanding(row.getInt(1), row.getLong(2), row.getLong(3)),
                pipelineId,
                topic);
    }

    /**
     * How many of these dead letters the pipeline has; empty if counting takes longer than five seconds.
     */
    public OptionalLong deadLetters(String pipeline, LetterSelection selection) throws SQLException {
        return database.read(connection -> DeadLetters.count(connection, pipeline, selection));
    }

    private Map<Long, Standing> read(String sql, Object... parameters) throws SQLException {
        return database.read(connection -> {
            Map<Long, Sum> sums = new HashMap<>();
            Sql.each(
                    connection,
                    sql,
                    row -> sums.computeIfAbsent(row.getLong(1), id -> new Sum()).add(row),
                    parameters);
            Map<Long, Standing> standings = new HashMap<>();
            sums.forEach((id, sum) -> standings.put(id, sum.standing()));
            return standings;
        });
    }

    private static final class Sum {

        private final Offsets.Builder next = new Offsets.Builder();
        private final Map<StoreType, SinkCounters> sinks = new HashMap<>();
        private long consumed;
        private long filtered;
        private long rejected;

        void add(ResultSet row) throws SQLException {
            // A partition comes once for each of its sinks.
            if (next.put(row.getString(2), row.getInt(3), row.getLong(4))) {
                consumed += row.getLong(5);
                filtered += row.getLong(6);
                rejected += row.getLong(7);
            }
            String sink = row.getString(8);
            if (sink != null) {
                SinkCounters counters = new SinkCounters(row.getLong(9), row.getLong(10), row.getLong(11));
                sinks.merge(new StoreType(sink), counters, SinkCounters::plus);
            }
        }

        Standing standing() {
            return new Standing(new Counters(consumed, filtered, rejected, sinks), next.build());
        }
    }
}
