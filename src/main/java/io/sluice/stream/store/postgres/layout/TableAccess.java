package io.sluice.stream.store.postgres.layout;

import io.sluice.stream.jdbc.KeptConnections;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** The driver's work on tables, each piece on a connection that it borrows. Thread-safe. */
public record TableAccess(LedgerAccess access) {

    /** A rewrite of a large table takes its time; one that takes longer is better done by hand. */
    private static final String LIMITS = "SET LOCAL lock_timeout = '10s'; SET LOCAL statement_timeout = '10min'";

    /** Beyond the server's own limit. */
    private static final int LONGEST_CHANGE_MILLIS = 11 * 60_000;

    /** Two pipelines that make the same table do so one after the other. "SLTB", for the locks of tables. */
    private static final int TABLE_LOCKS = 0x534C5442;

    private static final String LOCK = "SELECT pg_advisory_xact_lock(?, hashtext(?))";

    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Works on one table, in a transaction, while no other instance of Sluice changes the table. */
    public <T> T inTransaction(String table, Work<T> work) throws SQLException {
        return ask(connection -> {
            Sql.execute(connection, LIMITS);
            Sql.each(connection, LOCK, locked -> {}, TABLE_LOCKS, table);
            T result = work.on(connection);
            connection.commit();
            return result;
        });
    }

    /** Works in a transaction that changes nothing: it is rolled back. */
    <T> T ask(Work<T> work) throws SQLException {
        Connection connection = KeptConnections.borrow(access);
        try {
            return work.on(connection);
        } finally {
            KeptConnections.giveBack(access, connection);
        }
    }

    /** Runs statements that may take as long as the server lets them. */
    public static <T> T patiently(Connection connection, Work<T> work) throws SQLException {
        int usual = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, LONGEST_CHANGE_MILLIS);
        try {
            return work.on(connection);
        } finally {
            if (!connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, usual);
            }
        }
    }
}
