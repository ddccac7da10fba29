package io.sluice.pipeline.ownership;

import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.jdbc.LedgerConnections;
import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the lease's own, kept open: a pool that pipelines have used up must not cost the lease. Whatever is
 * asked of it ends in some seconds, also when the database hangs. One thread at a time.
 */
final class LeaseConnection implements AutoCloseable {

    private final LedgerAccess address;
    private final int seconds;
    private @Nullable Connection kept;

    /** @param patience how long an answer may take; at least a second */
    LeaseConnection(LedgerAccess address, Duration patience) {
        this.address = address;
        this.seconds = (int) Math.max(1, patience.toSeconds());
    }

    /** What is done on the connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Each statement is a transaction. After a failure the next call opens a new connection. */
    <T> T run(Work<T> work) throws SQLException {
        try {
            return work.on(connection());
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private Connection connection() throws SQLException {
        Connection open = kept;
        if (open == null) {
            open = LedgerConnections.open(
                    address, new LedgerConnections.Limits("sluice-lease", seconds, 2 * seconds, 2 * seconds));
            kept = open;
            // The database ends a statement before the connection counts as broken, if it can.
            Sql.execute(open, "SET statement_timeout = '" + seconds + "s'");
        }
        return open;
    }

    @Override
    public void close() {
        Connection open = kept;
        kept = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException e) {
            // Nothing was promised on it.
        }
    }
}
