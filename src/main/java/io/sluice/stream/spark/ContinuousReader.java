package io.sluice.stream.spark;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.spark.TaskKilledException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.streaming.ContinuousPartitionReader;
import org.apache.spark.sql.connector.read.streaming.PartitionOffset;
import org.apache.spark.sql.kafka010.KafkaContinuousInputPartition;
import org.apache.spark.sql.kafka010.KafkaSourcePartitionOffset;

/**
 * Reads one partition until its task ends. It waits at the broker, whose answer comes with the next record. One thread, of
 * Spark's, which ends by an interrupt.
 */
final class ContinuousReader implements ContinuousPartitionReader<InternalRow> {

    private static final long NO_END = Long.MAX_VALUE;

    /** A partition without records is no fault. */
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final TopicPartition partition;
    private final KeptConsumer consumer;
    private final RecordRow row = new RecordRow();
    private long next;

    ContinuousReader(KafkaContinuousInputPartition begun) {
        partition = begun.topicPartition();
        next = begun.startOffset();
        consumer = new KeptConsumer(partition, begun.kafkaParams());
        consumer.seek(next);
    }

    /** False as soon as the task is to end: Spark looks then whether that is so. */
    @Override
    public boolean next() {
        ConsumerRecord<byte[], byte[]> record;
        try {
            record = consumer.next(NO_END, FOREVER);
        } catch (InterruptException | TaskKilledException e) {
            return false;
        }
        if (record == null) {
            return false;
        }
        row.set(record);
        next = record.offset() + 1;
        return true;
    }

    @Override
    public InternalRow get() {
        return row;
    }

    @Override
    public PartitionOffset getOffset() {
        return new KafkaSourcePartitionOffset(partition, next);
    }

    /** The thread is mostly interrupted by now, and Kafka's client would not take leave of the broker then. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            consumer.close();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
