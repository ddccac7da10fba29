package io.sluice.stream.store.postgres.write;

import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Keeps the upserts of several tasks into one table from waiting for each other in a circle. A task that merges once,
 * in the order of the key, shares the lock with its like; one that merges in several steps has it alone. It is taken
 * before the first row is locked, and goes with the transaction, or with the savepoint in which it was taken.
 */
final class UpsertLock {

    /** "SLUP", so that the locks of others are not in the way. */
    private static final int SPACE = 0x534C5550;

    private final Connection connection;
    private final String table;

    UpsertLock(Connection connection, String table) {
        this.connection = connection;
        this.table = table;
    }

    void shared() throws SQLException {
        take("SELECT pg_advisory_xact_lock_shared(?, hashtext(?))");
    }

    void exclusive() throws SQLException {
        take("SELECT pg_advisory_xact_lock(?, hashtext(?))");
    }

    private void take(String sql) throws SQLException {
        Sql.each(connection, sql, locked -> {}, SPACE, table);
    }
}
