package io.sluice.stream.ledger;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.StoreType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** The ledger as the driver sees it: raises generations, and reads what the tasks wrote. Thread-safe. */
public final class Generations {

    /** A task of the generation before holds the row until its transaction ends; do not wait for a hung one forever. */
    private static final String PATIENCE = "SET LOCAL lock_timeout = '20s'";

    private static final String RAISE = """
            INSERT INTO sluice.fences (pipeline_id, generation) VALUES (?, ?)
            ON CONFLICT (pipeline_id) DO UPDATE SET generation = excluded.generation""";
    private static final String GENERATION = "SELECT generation FROM sluice.fences WHERE pipeline_id = ?";
    private static final String COUNTERS = """
            SELECT coalesce(sum(consumed), 0), coalesce(sum(filtered), 0), coalesce(sum(rejected), 0)
            FROM sluice.progress WHERE pipeline_id = ?""";
    private static final String SINK_COUNTERS = """
            SELECT sink, sum(stored), sum(rejected), sum(rows)
            FROM sluice.sink_progress WHERE pipeline_id = ? GROUP BY sink""";

    private final DataSource postgres;
    private final LeaseCheck owner;

    /** @param owner lets only the instance that holds the lease raise a generation, or learn of one to write under */
    public Generations(DataSource postgres, LeaseCheck owner) {
        this.postgres = postgres;
        this.owner = owner;
    }

    /**
     * From here on only tasks of the returned generation can write; waits for the transactions of older ones.
     *
     * @throws NotOwnerException if another instance has the lease
     */
    public long raise(long pipelineId) throws SQLException {
        try (Connection connection = postgres.getConnection()) {
            connection.setAutoCommit(false);
            owner.require(connection);
            long generation = raise(connection, pipelineId);
            connection.commit();
            return generation;
        }
    }

    /**
     * The same in the connection's transaction, for which the owner has been asked. The number is drawn, not counted: a
     * Postgres that went back to an older state would count the same again, for another run.
     */
    static long raise(Connection connection, long pipelineId) throws SQLException {
        long generation = 1 + (UUID.randomUUID().getMostSignificantBits() >>> 2);
        try (PreparedStatement patience = connection.prepareStatement(PATIENCE);
                PreparedStatement raise = connection.prepareStatement(RAISE)) {
            patience.execute();
            raise.setLong(1, pipelineId);
            raise.setLong(2, generation);
            raise.executeUpdate();
            return generation;
        }
    }

    /**
     * The newest generation; 0 if the pipeline was never started.
     *
     * @throws NotOwnerException if another instance has the lease
     */
    public long current(long pipelineId) throws SQLException {
        try (Connection connection = postgres.getConnection();
                PreparedStatement select = connection.prepareStatement(GENERATION)) {
            owner.require(connection);
            select.setLong(1, pipelineId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** What became of the pipeline's records so far, for the given kinds of store. */
    public Counters counters(long pipelineId, Iterable<StoreType> stores) throws SQLException {
        try (Connection connection = postgres.getConnection();
                PreparedStatement select = connection.prepareStatement(COUNTERS)) {
            // One snapshot for both tables, so that the accounting law holds in every answer.
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            select.setLong(1, pipelineId);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                Counters counters = new Counters(
                        row.getLong(1), row.getLong(2), row.getLong(3), sinkCounters(connection, pipelineId, stores));
                connection.commit();
                return counters;
            }
        }
    }

    private static Map<StoreType, SinkCounters> sinkCounters(
            Connection connection, long pipelineId, Iterable<StoreType> stores) throws SQLException {
        Map<StoreType, SinkCounters> counters = new EnumMap<>(StoreType.class);
        stores.forEach(store -> counters.put(store, new SinkCounters(0, 0, 0)));
        try (PreparedStatement select = connection.prepareStatement(SINK_COUNTERS)) {
            select.setLong(1, pipelineId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    counters.replace(
                            StoreType.valueOf(rows.getString(1).toUpperCase(Locale.ROOT)),
                            new SinkCounters(rows.getLong(2), rows.getLong(3), rows.getLong(4)));
                }
            }
        }
        return counters;
    }
}
