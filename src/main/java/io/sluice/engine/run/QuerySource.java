package io.sluice.engine.run;

import io.sluice.engine.session.SparkQuery;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.kafka.TopicGuard;
import io.sluice.stream.task.FlowSink.BatchSource;
import java.util.Map;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;

/** Knows what a query's micro-batches read. */
final class QuerySource implements BatchSource {

    private final TopicGuard guard;
    private final Map<String, String> topicIds;
    private volatile @Nullable SparkQuery query;

    QuerySource(TopicGuard guard, Map<String, String> topicIds) {
        this.guard = guard;
        this.topicIds = topicIds;
    }

    /** The query exists only once it runs, so its first micro-batch may not know it yet. */
    void follow(StreamingQuery started) {
        query = SparkQuery.of(started);
    }

    /** The query, or null until it is known here. */
    @Nullable
    SparkQuery query() {
        return query;
    }

    @Override
    public void check() throws InterruptedException {
        guard.check(topicIds);
    }

    @Override
    public Offsets ends() {
        SparkQuery known = query;
        return known == null ? Offsets.NONE : known.ends();
    }
}
