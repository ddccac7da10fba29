package io.sluice.stream.kafka;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.SparkDataStream;

/** Carries a micro-batch of few records past Spark's planning and scheduling. See docs/adr/0014-small-batches.md. */
public interface SmallBatch {

    /** Carries nothing: all records are Spark's. */
    SmallBatch NONE = (stream, rows, end, newest) -> false;

    /**
     * Called on the query's thread between two of Spark's micro-batches; returns when everything is durable and the query
     * goes on behind it.
     *
     * @param stream whose records these are
     * @param rows as the sink takes them, in the order of their partitions and offsets; one object, set anew for each. May
     *     be none, if there is nothing up to the end but what readers never see, such as markers of transactions
     * @param end where it ends in every partition
     * @param newest the end of each partition as far as it is known
     * @return false if nothing was done, and Spark has to read these records itself
     * @throws RuntimeException if it fails; the query ends by it
     */
    boolean carry(SparkDataStream stream, Iterable<InternalRow> rows, Offset end, Map<TopicPartition, Long> newest);
}
