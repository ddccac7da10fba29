package io.sluice.engine.run;

import io.sluice.engine.LiveQuery;
import io.sluice.engine.session.SparkQuery;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.jspecify.annotations.Nullable;

/** Describes Spark's streaming queries. */
final class LiveQueries {

    /** Spark's own words. It takes the wait for a question to Kafka that is not answered yet. */
    private static final String WAITING = "Waiting for data to arrive";

    private LiveQueries() {}

    static LiveQuery describe(SparkRunningFlow flow) {
        StreamingQuery query = flow.query();
        StreamingQueryProgress progress = query.lastProgress();
        return new LiveQuery(
                query.id(),
                query.runId(),
                query.name(),
                query.isActive(),
                flow.isWaiting() ? WAITING : query.status().message(),
                progress == null ? List.of() : sources(progress),
                progress == null ? "" : progress.sink().description(),
                progress == null ? null : progress.json(),
                exception(query),
                SparkQuery.plan(query));
    }

    private static List<String> sources(StreamingQueryProgress progress) {
        return Arrays.stream(progress.sources())
                .map(SourceProgress::description)
                .toList();
    }

    private static @Nullable String exception(StreamingQuery query) {
        return query.exception().isEmpty() ? null : query.exception().get().getMessage();
    }
}
