package io.sluice.stream.store.mongo;

import java.io.Serializable;

/** How executors reach Mongo. From the operator's configuration, never from a pipeline's definition. */
public record MongoAccess(String uri, String database) implements Serializable {

    @Override
    public String toString() {
        return "MongoAccess[" + database + "]";
    }
}
