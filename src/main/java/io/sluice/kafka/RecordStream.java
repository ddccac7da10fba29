package io.sluice.kafka;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReportsSourceMetrics;
import org.apache.spark.sql.connector.read.streaming.SupportsAdmissionControl;
import org.apache.spark.sql.kafka010.KafkaMicroBatchStream;
import org.apache.spark.sql.kafka010.KafkaSourceOffset;
import scala.collection.JavaConverters;

/**
 * Spark's own stream of Kafka's records, except that a question for news which finds none takes until there may be some.
 * It still answers that there is none: a trigger that has waited ends without a micro-batch, and the next one, which
 * Spark begins at once, is as old and takes as long as its report says.
 */
final class WaitingStream implements MicroBatchStream, SupportsAdmissionControl, ReportsSourceMetrics {

    private final KafkaMicroBatchStream kafka;
    private final Arrivals arrivals;

    WaitingStream(KafkaMicroBatchStream kafka, Arrivals arrivals) {
        this.kafka = kafka;
        this.arrivals = arrivals;
    }

    @Override
    public Offset latestOffset(Offset start, ReadLimit limit) {
        Offset next = kafka.latestOffset(start, limit);
        // Not "beyond": Spark itself takes any difference for news, and says then what is wrong with it.
        if (next == null || next.json().equals(start.json())) {
            await(start);
        }
        return next;
    }

    private void await(Offset start) {
        try {
            arrivals.await(positions(start));
        } catch (InterruptedException e) {
            // Spark knows a stop by this type.
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException(e.getMessage()));
        }
    }

    private static Map<TopicPartition, Long> positions(Offset offset) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        JavaConverters.mapAsJavaMap(((KafkaSourceOffset) offset).partitionToOffsets())
                .forEach((partition, next) -> positions.put(partition, (Long) next));
        return positions;
    }

    @Override
    public void stop() {
        try {
            kafka.stop();
        } finally {
            arrivals.close();
        }
    }

    /** What Spark shows as the source's description. */
    @Override
    public String toString() {
        return kafka.toString();
    }

    @Override
    public Offset latestOffset() {
        return kafka.latestOffset();
    }

    @Override
    public Offset reportLatestOffset() {
        return kafka.reportLatestOffset();
    }

    @Override
    public ReadLimit getDefaultReadLimit() {
        return kafka.getDefaultReadLimit();
    }

    @Override
    public Map<String, String> metrics(Optional<Offset> latestConsumedOffset) {
        return kafka.metrics(latestConsumedOffset);
    }

    @Override
    public InputPartition[] planInputPartitions(Offset start, Offset end) {
        return kafka.planInputPartitions(start, end);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return kafka.createReaderFactory();
    }

    @Override
    public Offset initialOffset() {
        return kafka.initialOffset();
    }

    @Override
    public Offset deserializeOffset(String json) {
        return kafka.deserializeOffset(json);
    }

    @Override
    public void commit(Offset end) {
        kafka.commit(end);
    }
}
