package io.sluice.engine;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The streaming queries that are alive. Thread-safe; asks no server. */
public interface LiveQueries {

    List<LiveQuery> queries();

    default Optional<LiveQuery> query(UUID id) {
        return queries().stream().filter(query -> query.id().equals(id)).findFirst();
    }

    /**
     * A streaming query as Spark sees it.
     *
     * @param lastProgress the JSON of Spark's own progress report; null before the first
     * @param exception why it ended; null while it runs
     * @param plan Spark's formatted plan of the last micro-batch
     */
    record LiveQuery(
            UUID id,
            UUID runId,
            @Nullable String name,
            boolean isActive,
            String statusMessage,
            List<String> sources,
            String sink,
            @Nullable String lastProgress,
            @Nullable String exception,
            String plan) {}
}
