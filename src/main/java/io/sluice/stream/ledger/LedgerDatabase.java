package io.sluice.stream.ledger;

import io.sluice.stream.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The database of the ledger, as the driver uses it. Only the instance that holds the lease ({@code sluice.owner}) changes
 * anything there; a lease that has run out counts until another instance takes it. Thread-safe.
 */
public final class LedgerDatabase {

    /**
     * FOR KEY SHARE keeps the lease from changing hands until the transaction ends, but does not hinder its renewal. An
     * instance that stalls in the middle must not keep it for ever, so Postgres then ends the transaction.
     */
    private static final String HOLD = """
            SELECT set_config('idle_in_transaction_session_timeout', '10s', true)
            FROM sluice.owner WHERE instance = ? FOR KEY SHARE""";

    private final DataSource postgres;
    private final UUID instance;

    /** @param instance whose changes count only while it holds the lease */
    public LedgerDatabase(DataSource postgres, UUID instance) {
        this.postgres = postgres;
        this.instance = instance;
    }

    /** What is asked of a connection. */
    @FunctionalInterface
    public interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /** What is changed in a transaction. */
    @FunctionalInterface
    public interface Change {
        void make(Connection connection) throws SQLException;
    }

    public <T> T read(Question<T> question) throws SQLException {
        try (Connection connection = postgres.getConnection()) {
            return question.ask(connection);
        }
    }

    /**
     * Makes the change in a transaction of its own.
     *
     * @throws NotOwnerException if another instance has the lease
     */
    public void change(Change change) throws SQLException {
        try (Connection connection = postgres.getConnection()) {
            connection.setAutoCommit(false);
            try {
                requireLease(connection);
                change.make(connection);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /**
     * Holds the lease where it is until the connection's transaction ends.
     *
     * @throws NotOwnerException if another instance has it
     */
    public void requireLease(Connection connection) throws SQLException {
        if (Sql.list(connection, HOLD, row -> true, instance).isEmpty()) {
            throw new NotOwnerException();
        }
    }
}
