package io.sluice.stream.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Connections that wait for their next task on this executor, or for the driver's next work on a table. Opening one costs
 * several milliseconds, which a micro-batch of a trickle would feel. They are static because tasks share nothing else;
 * thread-safe.
 */
public final class KeptConnections {

    private static final int MAX_IDLE = 4;
    private static final int VALIDATION_SECONDS = 5;
    private static final LedgerConnections.Limits LIMITS = new LedgerConnections.Limits("sluice", 5, 10, 60);

    /**
     * A wait for a lock of another session ends before the driver gives up on the server, so that the error says what it
     * was. And the server checks whether an executor's machine is still there: one that lost its power or its network
     * would keep its locks for two hours, and the next attempt of its task would wait for them.
     */
    private static final String SESSION = """
            SET lock_timeout = '30s';
            SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
            SET tcp_user_timeout = '25s'""";

    private static final Map<LedgerAccess, Deque<Connection>> IDLE = new ConcurrentHashMap<>();

    private KeptConnections() {}

    /** A connection that answers, in a new transaction. */
    public static Connection borrow(LedgerAccess access) throws SQLException {
        Deque<Connection> idle = idle(access);
        for (Connection waiting = idle.pollFirst(); waiting != null; waiting = idle.pollFirst()) {
            if (waiting.isValid(VALIDATION_SECONDS)) {
                return waiting;
            }
            closeQuietly(waiting);
        }
        return open(access);
    }

    /** Rolls back what is open and keeps the connection for the next task, if it is still good. */
    public static void giveBack(LedgerAccess access, Connection connection) {
        try {
            connection.rollback();
            if (idle(access).size() < MAX_IDLE) {
                idle(access).addFirst(connection);
                return;
            }
        } catch (SQLException broken) {
            // The task has failed with the cause already; the connection is of no use any more.
        }
        closeQuietly(connection);
    }

    private static Connection open(LedgerAccess access) throws SQLException {
        Connection connection = LedgerConnections.open(access, LIMITS);
        try {
            Sql.execute(connection, SESSION);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    private static Deque<Connection> idle(LedgerAccess access) {
        return IDLE.computeIfAbsent(access, key -> new ConcurrentLinkedDeque<>());
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // Nothing was promised on it.
        }
    }
}
