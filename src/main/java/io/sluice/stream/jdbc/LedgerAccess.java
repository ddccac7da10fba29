package io.sluice.stream.jdbc;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** How the database of the ledger is reached, by the driver and by executors. From the operator's configuration, never from a pipeline's definition. */
public record LedgerAccess(
        String url, @Nullable String user, @Nullable String password) implements Serializable {

    @Override
    public String toString() {
        return "LedgerAccess[" + user + "]";
    }
}
