package io.sluice.stream.ledger;

import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Whose writes count ({@code sluice.fences}): every start of a pipeline raises its generation, and every transaction that
 * writes holds the one that it belongs to. Thread-safe.
 */
public final class Generations {

    /** A task of the generation before holds the row until its transaction ends; do not wait for a hung one forever. */
    private static final String PATIENCE = "SET LOCAL lock_timeout = '20s'";

    private static final String RAISE = """
            INSERT INTO sluice.fences (pipeline_id, generation) VALUES (?, ?)
            ON CONFLICT (pipeline_id) DO UPDATE SET generation = excluded.generation""";
    private static final String CURRENT = "SELECT generation FROM sluice.fences WHERE pipeline_id = ?";
    /** Whoever holds a generation has the table's RowShareLock. */
    private static final String END_TASKS = """
            SELECT count(pg_terminate_backend(l.pid))
            FROM pg_locks l JOIN pg_database d ON d.oid = l.database
            WHERE d.datname = current_database() AND l.relation = 'sluice.fences'::regclass
                AND l.mode = 'RowShareLock' AND l.granted AND l.pid <> pg_backend_pid()""";

    private static final String HOLD = "SELECT 1 FROM sluice.fences WHERE pipeline_id = ? AND generation = ? FOR SHARE";

    private final LedgerDatabase database;

    public Generations(LedgerDatabase database) {
        this.database = database;
    }

    /**
     * Lets only tasks of the returned generation write from here on; waits for the transactions of older ones.
     *
     * @throws NotOwnerException if another instance has the lease
     */
    public long raise(long pipelineId) throws SQLException {
        long generation = draw();
        database.change(connection -> raise(connection, pipelineId, generation));
        return generation;
    }

    /** Raises the generation to that of no run, in a transaction that holds the lease. */
    static void raise(Connection connection, long pipelineId) throws SQLException {
        raise(connection, pipelineId, draw());
    }

    private static void raise(Connection connection, long pipelineId, long generation) throws SQLException {
        Sql.execute(connection, PATIENCE);
        Sql.update(connection, RAISE, pipelineId, generation);
    }

    /** Generations are drawn, not counted: a Postgres that went back to an older state would count the same again, for another run. */
    private static long draw() {
        return 1 + (UUID.randomUUID().getMostSignificantBits() >>> 2);
    }

    /**
     * The newest generation; 0 if the pipeline was never started.
     *
     * @throws NotOwnerException if another instance has the lease
     */
    public long current(long pipelineId) throws SQLException {
        return database.read(connection -> {
            database.requireLease(connection);
            return Sql.first(connection, CURRENT, row -> row.getLong(1), pipelineId)
                    .orElse(0L);
        });
    }

    /** Holds the generation until the transaction ends: a new start waits for it, and later writes fail here. */
    static void hold(Connection connection, long pipelineId, String pipeline, long generation) throws SQLException {
        if (Sql.list(connection, HOLD, row -> true, pipelineId, generation).isEmpty()) {
            throw new StaleGenerationException(pipeline, generation);
        }
    }

    /** Ends the sessions in which tasks hold a generation, and returns how many there were. */
    public static long endTasks(Connection connection) throws SQLException {
        return Sql.first(connection, END_TASKS, row -> row.getLong(1)).orElse(0L);
    }
}
