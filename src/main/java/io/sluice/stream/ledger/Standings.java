package io.sluice.stream.ledger;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.Standing;
import io.sluice.stream.flow.StoreType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What the ledger says of all pipelines. Thread-safe. */
public final class Standings {

    /** One statement, so that it sees both tables at one moment and the accounting law holds in every answer. */
    private static final String ALL = """
            SELECT p.pipeline_id, p.topic, p.partition, p.next_offset, p.consumed, p.filtered, p.rejected,
                s.sink, s.stored, s.rejected, s.rows
            FROM sluice.progress p LEFT JOIN sluice.sink_progress s USING (pipeline_id, topic, partition)""";

    private static final String LETTERS = "SELECT count(*) FROM sluice.dead_letters WHERE pipeline = ?";
    private static final String CHOSEN =
            LETTERS + " AND (topic, partition, \"offset\") IN (SELECT * FROM unnest(?::text[], ?::int[], ?::bigint[]))";
    private static final String TIMED_OUT = "57014";

    private final DataSource postgres;

    public Standings(DataSource postgres) {
        this.postgres = postgres;
    }

    /** By the id of the pipeline; one that was never started is missing. */
    public Map<Long, Standing> all() throws SQLException {
        Map<Long, Sum> sums = new HashMap<>();
        try (Connection connection = postgres.getConnection();
                PreparedStatement select = connection.prepareStatement(ALL);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                sums.computeIfAbsent(rows.getLong(1), id -> new Sum()).add(rows);
            }
        }
        Map<Long, Standing> standings = new HashMap<>();
        sums.forEach((id, sum) -> standings.put(id, sum.standing()));
        return standings;
    }

    /**
     * How many dead letters the pipeline has; empty if counting takes longer than five seconds.
     *
     * @param only the positions to look at; null means all
     */
    public OptionalLong deadLetters(String pipeline, @Nullable Set<Position> only) throws SQLException {
        try (Connection connection = postgres.getConnection();
                PreparedStatement select = connection.prepareStatement(only == null ? LETTERS : CHOSEN)) {
            select.setQueryTimeout(5);
            select.setString(1, pipeline);
            if (only != null) {
                select.setArray(2, array(connection, "text", only.stream().map(Position::topic)));
                select.setArray(3, array(connection, "int", only.stream().map(Position::partition)));
                select.setArray(4, array(connection, "bigint", only.stream().map(Position::offset)));
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        } catch (SQLException e) {
            if (TIMED_OUT.equals(e.getSQLState())) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    private static Array array(Connection connection, String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    private static final class Sum {

        private final Map<String, Map<Integer, Long>> next = new TreeMap<>();
        private final Map<StoreType, SinkCounters> sinks = new EnumMap<>(StoreType.class);
        private long consumed;
        private long filtered;
        private long rejected;

        void add(ResultSet row) throws SQLException {
            // A partition comes once for each of its sinks.
            if (next.computeIfAbsent(row.getString(2), topic -> new TreeMap<>()).put(row.getInt(3), row.getLong(4))
                    == null) {
                consumed += row.getLong(5);
                filtered += row.getLong(6);
                rejected += row.getLong(7);
            }
            String sink = row.getString(8);
            if (sink != null) {
                sinks.merge(
                        StoreType.valueOf(sink.toUpperCase(Locale.ROOT)),
                        new SinkCounters(row.getLong(9), row.getLong(10), row.getLong(11)),
                        Sum::plus);
            }
        }

        private static SinkCounters plus(SinkCounters a, SinkCounters b) {
            return new SinkCounters(a.stored() + b.stored(), a.rejected() + b.rejected(), a.rows() + b.rows());
        }

        Standing standing() {
            return new Standing(new Counters(consumed, filtered, rejected, sinks), next);
        }
    }
}
