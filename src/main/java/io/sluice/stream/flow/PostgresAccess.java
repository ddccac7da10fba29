package io.sluice.stream.flow;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** How executors reach Postgres. From the operator's configuration, never from a pipeline's definition. */
public record PostgresAccess(
        String url, @Nullable String user, @Nullable String password) implements Serializable {

    @Override
    public String toString() {
        return "PostgresAccess[" + user + "]";
    }
}
