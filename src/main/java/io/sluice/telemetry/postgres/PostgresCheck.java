package io.sluice.telemetry.postgres;

import io.sluice.stream.connection.Fault;
import io.sluice.stream.connection.FaultException;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.jdbc.LedgerConnections;
import io.sluice.stream.jdbc.LedgerFault;
import io.sluice.stream.jdbc.LedgerOutage;
import io.sluice.stream.jdbc.Sql;
import io.sluice.telemetry.Check;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Looks whether Postgres takes writes, since reading alone is no use to a pipeline. Opens a connection of its own, because
 * a pool that is used up is no outage.
 */
final class PostgresCheck implements Check {

    private static final String SPILL =
            "SELECT count(*) FROM (SELECT g FROM generate_series(1, 5000) g ORDER BY g DESC) s";

    private static final String DISK_FULL = "53100";

    private final LedgerAccess address;
    private final LedgerConnections.Limits limits;

    PostgresCheck(LedgerAccess address, Duration timeout) {
        this.address = address;
        int seconds = (int) Math.max(1, timeout.toSeconds());
        this.limits = new LedgerConnections.Limits("sluice", seconds, seconds, seconds);
    }

    @Override
    public void run() throws SQLException, FaultException {
        try (Connection connection = LedgerConnections.open(address, limits)) {
            connection.setAutoCommit(false);
            requireWritable(connection);
            requireSpace(connection);
        } catch (SQLException e) {
            Fault fault = LedgerFault.in(e).orElse(null);
            if (fault != null) {
                throw fault.because(e);
            }
            throw e;
        }
    }

    private static void requireWritable(Connection connection) throws SQLException {
        if (isTrue(connection, "SELECT pg_is_in_recovery()")) {
            throw new SQLException("It takes no writes: it is a standby, or still recovers");
        }
        if (isTrue(connection, "SELECT current_setting('transaction_read_only')::boolean")) {
            throw new SQLException("It takes no writes: it is read-only (default_transaction_read_only)");
        }
    }

    private static boolean isTrue(Connection connection, String sql) throws SQLException {
        return Sql.first(connection, sql, row -> row.getBoolean(1)).orElse(false);
    }

    /** Has it write to its disk, and not to any table: rows that do not fit into its working memory. */
    private static void requireSpace(Connection connection) throws SQLException {
        Sql.execute(connection, "SET LOCAL work_mem = '64kB'");
        try {
            Sql.each(connection, SPILL, row -> {});
        } catch (SQLException e) {
            if (DISK_FULL.equals(e.getSQLState())) {
                throw new SQLException("It takes no writes: its disk is full", e.getSQLState(), e);
            }
            if (!LedgerOutage.isLimit(e)) {
                throw e;
            }
        }
    }
}
