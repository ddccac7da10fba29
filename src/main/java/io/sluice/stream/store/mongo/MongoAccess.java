package io.sluice.stream.store.mongo;

import io.sluice.stream.connection.Tls;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How executors reach Mongo. From the operator's configuration, never from a pipeline's definition.
 *
 * @param tls null leaves it to the URI whether the connection is encrypted
 */
public record MongoAccess(
        String uri, String database, @Nullable Tls tls) implements Serializable {

    /** Without certificates of its own. */
    public MongoAccess(String uri, String database) {
        this(uri, database, null);
    }

    @Override
    public String toString() {
        return "MongoAccess[" + database + "]";
    }
}
