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
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.apache.spark.sql.kafka010.KafkaMicroBatchStream;
import org.apache.spark.sql.kafka010.KafkaSourceOffset;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;

/**
 * Spark's own stream of Kafka's records, except for three things. A question for news which finds none may take until
 * there is some; it still answers that there is none: a trigger that has waited ends without a micro-batch, and the next
 * one, which Spark begins at once, is as old and takes as long as its report says. Few records are read by one task. And
 * the rows have the records themselves.
 */
final class RecordStream implements MicroBatchStream, SupportsTriggerAvailableNow, ReportsSourceMetrics {

    private final KafkaMicroBatchStream kafka;
    private final @Nullable Arrivals arrivals;

    /** @param arrivals null if questions for news never wait */
    RecordStream(KafkaMicroBatchStream kafka, @Nullable Arrivals arrivals) {
        this.kafka = kafka;
        this.arrivals = arrivals;
    }

    @Override
    public Offset latestOffset(Offset start, ReadLimit limit) {
        Offset next = kafka.latestOffset(start, limit);
        // Not "beyond": Spark itself takes any difference for news, and says then what is wrong with it.
        if (arrivals != null && (next == null || next.json().equals(start.json()))) {
            await(arrivals, start);
        }
        return next;
    }

    private static void await(Arrivals arrivals, Offset start) {
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
            if (arrivals != null) {
                arrivals.close();
            }
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
        return PartitionGroup.of(kafka.planInputPartitions(start, end));
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new PartitionGroup.Factory();
    }

    @Override
    public void prepareForTriggerAvailableNow() {
        kafka.prepareForTriggerAvailableNow();
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
