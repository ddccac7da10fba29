package io.sluice.engine;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The streaming queries that are alive. Thread-safe; asks no server. */
public interface LiveQueries {

    List<LiveQuery> queries();

    default Optional<LiveQuery> query(UUID id) {
        return queries().stream().filter(query -> query.id().equals(id)).findFirst();
    }
}
