package io.sluice.engine;

import io.sluice.kafka.TopicGuard;
import io.sluice.sink.BatchSource;
import java.util.Map;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.execution.streaming.StreamExecution;
import org.apache.spark.sql.execution.streaming.StreamingQueryWrapper;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** What a query's micro-batches read. */
final class QuerySource implements BatchSource {

    private final TopicGuard guard;
    private final Map<String, String> topicIds;
    private volatile @Nullable StreamExecution execution;

    QuerySource(TopicGuard guard, Map<String, String> topicIds) {
        this.guard = guard;
        this.topicIds = topicIds;
    }

    /** The query exists only once it runs, so its first micro-batch may not know it yet. */
    void of(StreamingQuery query) {
        execution = ((StreamingQueryWrapper) query).streamingQuery();
    }

    @Override
    public void check() throws InterruptedException {
        guard.check(topicIds);
    }

    @Override
    public Map<String, Map<Integer, Long>> ends() {
        StreamExecution running = execution;
        if (running == null || running.availableOffsets().isEmpty()) {
            return Map.of();
        }
        Tuple2<?, ?> only = (Tuple2<?, ?>) running.availableOffsets().head();
        return OffsetJson.parse(((Offset) only._2()).json());
    }
}
