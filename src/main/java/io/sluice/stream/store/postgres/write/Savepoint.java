package io.sluice.stream.store.postgres.write;

import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Lets work inside the task's transaction fail on its rows without failing the transaction. */
final class Savepoint {

    /** Work that leaves nothing behind if it fails. */
    interface Work {
        void run() throws SQLException;
    }

    /** A constraint that waits for the commit could not be laid at the door of a row: none waits. */
    private static final String BEGIN = "SET CONSTRAINTS ALL IMMEDIATE; SAVEPOINT sluice_rows";

    private final Connection connection;

    Savepoint(Connection connection) {
        this.connection = connection;
    }

    /**
     * @return null if the work is done; else what is wrong with its rows, and it is undone
     * @throws SQLException if the fault is not the rows'; the transaction is lost
     */
    @Nullable
    ServerFault attempt(Work work) throws SQLException {
        Sql.execute(connection, BEGIN);
        try {
            work.run();
        } catch (SQLException e) {
            ServerFault fault = ServerFault.ofRows(e);
            if (fault == null) {
                throw e;
            }
            Sql.execute(connection, "ROLLBACK TO SAVEPOINT sluice_rows; RELEASE SAVEPOINT sluice_rows");
            return fault;
        }
        Sql.execute(connection, "RELEASE SAVEPOINT sluice_rows");
        return null;
    }
}
