package io.sluice.stream.spark;

import io.sluice.stream.kafka.Arrivals;
import io.sluice.stream.kafka.Arrived;
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
import org.apache.spark.sql.connector.read.streaming.ReadMaxRows;
import org.apache.spark.sql.connector.read.streaming.ReportsSourceMetrics;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.apache.spark.sql.kafka010.KafkaMicroBatchStream;
import org.apache.spark.sql.kafka010.KafkaSourceOffset;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.immutable.Map$;

/**
 * Spark's own stream of Kafka's records, except for four things. A question for news which finds none may take until
 * there is some; it still answers that there is none: a trigger that has waited ends without a micro-batch, and the next
 * one, which Spark begins at once, is as old and takes as long as its report says. Records that come while it waits are
 * carried then and there, if they are few. Few records are read by one task. And the rows have the records themselves.
 */
final class RecordStream implements MicroBatchStream, SupportsTriggerAvailableNow, ReportsSourceMetrics {

    private final KafkaMicroBatchStream kafka;
    private final @Nullable Arrivals arrivals;

    // The query's thread alone.
    private boolean carriesNews;

    /** @param arrivals null if questions for news never wait */
    RecordStream(KafkaMicroBatchStream kafka, @Nullable Arrivals arrivals) {
        this.kafka = kafka;
        this.arrivals = arrivals;
    }

    @Override
    public Offset latestOffset(Offset start, ReadLimit limit) {
        Offset next = kafka.latestOffset(start, limit);
        boolean news = next != null && !next.json().equals(start.json());
        if (arrivals == null || news && (!carriesNews || isMuch(start, next))) {
            return next;
        }
        Offset reached = await(arrivals, start, limit);
        return reached.equals(start) ? next : reached;
    }

    /** Whether it is more than is carried without Spark, or cannot be carried: Spark itself says what is wrong then. */
    private static boolean isMuch(Offset start, Offset next) {
        Map<TopicPartition, Long> from = positions(start);
        Map<TopicPartition, Long> to = positions(next);
        long records = 0;
        for (Map.Entry<TopicPartition, Long> end : to.entrySet()) {
            long more = end.getValue() - from.getOrDefault(end.getKey(), end.getValue());
            if (more < 0) {
                return true;
            }
            records += more;
        }
        return !from.keySet().equals(to.keySet()) || records > PartitionGroup.FEW_RECORDS;
    }

    /**
     * Waits for records, and has them carried as they come while they are few. If not all of them were, Spark has the
     * next word.
     *
     * @return up to where they were carried
     */
    private Offset await(Arrivals arrivals, Offset start, ReadLimit limit) {
        long end = System.nanoTime() + arrivals.longest().toNanos();
        Offset reached = start;
        carriesNews = false;
        try {
            do {
                Arrived arrived = arrivals.await(positions(reached));
                if (arrived == null) {
                    carriesNews = !reached.equals(start);
                    return reached;
                }
                Offset next = offset(arrived.next());
                if (!isFew(arrived, limit)
                        || !arrivals.small().carry(this, RecordRow.each(arrived.ordered()), next, arrived.newest())) {
                    return reached;
                }
                reached = next;
            } while (System.nanoTime() < end);
            carriesNews = true;
            return reached;
        } catch (InterruptedException e) {
            // Spark knows a stop by this type.
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException(e.getMessage()));
        }
    }

    private static boolean isFew(Arrived arrived, ReadLimit limit) {
        long most = limit instanceof ReadMaxRows given ? given.maxRows() : Long.MAX_VALUE;
        return arrived.behind() <= PartitionGroup.FEW_RECORDS
                && arrived.records().count() <= most;
    }

    private static Map<TopicPartition, Long> positions(Offset offset) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        JavaConverters.mapAsJavaMap(((KafkaSourceOffset) offset).partitionToOffsets())
                .forEach((partition, next) -> positions.put(partition, (Long) next));
        return positions;
    }

    private static Offset offset(Map<TopicPartition, Long> positions) {
        scala.collection.immutable.Map<TopicPartition, Object> offsets = Map$.MODULE$.empty();
        for (Map.Entry<TopicPartition, Long> position : positions.entrySet()) {
            offsets = offsets.updated(position.getKey(), position.getValue());
        }
        return new KafkaSourceOffset(offsets);
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

    /** Spark shows this as the source's description. */
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
