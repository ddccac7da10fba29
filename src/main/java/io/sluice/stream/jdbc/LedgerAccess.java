package io.sluice.stream.jdbc;

import io.sluice.stream.connection.Tls;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How the database of the ledger is reached, by the driver and by executors. From the operator's configuration, never from
 * a pipeline's definition.
 *
 * @param tls null leaves it to the URL whether and how the connection is encrypted
 */
public record LedgerAccess(
        String url,
        @Nullable String user,
        @Nullable String password,
        @Nullable Tls tls) implements Serializable {

    /** Without certificates of its own. */
    public LedgerAccess(String url, @Nullable String user, @Nullable String password) {
        this(url, user, password, null);
    }

    @Override
    public String toString() {
        return "LedgerAccess[" + user + "]";
    }
}
