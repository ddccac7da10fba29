package io.sluice.engine.session;

import io.sluice.stream.flow.Offsets;
import java.util.Map;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.SparkDataStream;
import org.apache.spark.sql.execution.streaming.StreamExecution;
import org.apache.spark.sql.execution.streaming.StreamProgress;
import org.apache.spark.sql.execution.streaming.StreamingQueryWrapper;
import org.apache.spark.sql.streaming.StreamingQuery;
import scala.collection.JavaConverters;

/**
 * What Spark keeps of a query behind its public face: the number of the next micro-batch, and up to where the source was
 * read. What it changes is for the query's own thread, between two micro-batches.
 */
public record SparkQuery(StreamExecution execution) {

    /** @throws IllegalStateException if Spark has made the query in another way than Sluice knows */
    public static SparkQuery of(StreamingQuery query) {
        return new SparkQuery(wrapper(query).streamingQuery());
    }

    /** Spark's plan of the last micro-batch, as text. */
    public static String plan(StreamingQuery query) {
        return wrapper(query).explainInternal(false);
    }

    private static StreamingQueryWrapper wrapper(StreamingQuery query) {
        if (query instanceof StreamingQueryWrapper wrapper) {
            return wrapper;
        }
        throw new IllegalStateException("Sluice does not know queries of the class "
                + query.getClass().getName() + "; is this the version of Spark that it was built with?");
    }

    /** The number that Spark's next micro-batch will have. */
    public long nextBatchId() {
        return execution.currentBatchId();
    }

    /** Notes where a micro-batch ends that is about to run, as Spark does. */
    public void reads(SparkDataStream stream, Offset end) {
        execution.availableOffsets_$eq(with(execution.availableOffsets(), stream, end));
    }

    /** Notes that it is done, as Spark does, so that the next one begins behind it. */
    public void committed(SparkDataStream stream, Offset end) {
        execution.committedOffsets_$eq(with(execution.committedOffsets(), stream, end));
    }

    private static StreamProgress with(StreamProgress all, SparkDataStream stream, Offset end) {
        return all.$plus$plus(JavaConverters.mapAsScalaMap(Map.of(stream, end)));
    }

    /** Tells where the micro-batch in flight ends, of a query with one source; none before the first. */
    public Offsets ends() {
        return JavaConverters.mapAsJavaMap(execution.availableOffsets()).values().stream()
                .findFirst()
                .map(end -> Offsets.parse(end.json()))
                .orElse(Offsets.NONE);
    }
}
