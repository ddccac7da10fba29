package io.sluice.engine.run;

import io.sluice.stream.kafka.TopicGuard;
import io.sluice.stream.task.BatchSource;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.SparkDataStream;
import org.apache.spark.sql.execution.streaming.StreamExecution;
import org.apache.spark.sql.execution.streaming.StreamProgress;
import org.apache.spark.sql.execution.streaming.StreamingQueryWrapper;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.collection.JavaConverters;

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

    /** Whether the query is known here. */
    boolean isKnown() {
        return execution != null;
    }

    /** The number of Spark's next micro-batch; on the query's thread, between two of them. */
    long nextBatchId() {
        return known().currentBatchId();
    }

    /** As Spark notes where a micro-batch ends that is about to run; on the query's thread. */
    void reads(SparkDataStream stream, Offset end) {
        StreamExecution running = known();
        running.availableOffsets_$eq(with(running.availableOffsets(), stream, end));
    }

    /** As Spark notes that it is done, so that the next one begins behind it; on the query's thread. */
    void committed(SparkDataStream stream, Offset end) {
        StreamExecution running = known();
        running.committedOffsets_$eq(with(running.committedOffsets(), stream, end));
    }

    private StreamExecution known() {
        return Objects.requireNonNull(execution, "the query is not known yet");
    }

    private static StreamProgress with(StreamProgress all, SparkDataStream stream, Offset end) {
        return all.$plus$plus(JavaConverters.mapAsScalaMap(Map.of(stream, end)));
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
