package io.sluice.stream.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lets only the instance that holds the lease ({@code sluice.owner}) go on. A lease that has run out counts until
 * somebody takes it. Thread-safe.
 */
public final class LeaseCheck {

    /**
     * FOR KEY SHARE keeps the lease from changing hands until the transaction ends, but does not hinder its renewal. An
     * instance that stalls in the middle must not keep it for ever, so Postgres then ends the transaction.
     */
    private static final String HOLD = """
            SELECT set_config('idle_in_transaction_session_timeout', '10s', true)
            FROM sluice.owner WHERE instance = ? FOR KEY SHARE""";

    private final @Nullable UUID instance;

    /** @param instance whose writes count only while it holds the lease */
    public LeaseCheck(UUID instance) {
        this.instance = instance;
    }

    private LeaseCheck() {
        this.instance = null;
    }

    /** For a database that has no lease because nobody else uses it. */
    public static LeaseCheck none() {
        return new LeaseCheck();
    }

    /**
     * Holds the lease where it is until the connection's transaction ends.
     *
     * @throws NotOwnerException if another instance has it
     */
    public void require(Connection connection) throws SQLException {
        if (instance == null) {
            return;
        }
        try (PreparedStatement select = connection.prepareStatement(HOLD)) {
            select.setObject(1, instance);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new NotOwnerException();
                }
            }
        }
    }
}
