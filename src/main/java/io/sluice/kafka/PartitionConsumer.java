package io.sluice.kafka;

import java.util.ArrayDeque;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.sql.kafka010.KafkaBatchInputPartition;
import org.apache.spark.sql.kafka010.consumer.KafkaDataConsumer;
import org.apache.spark.util.UninterruptibleThread;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition of a micro-batch, in their order. The connector's consumer shields each record that it
 * hands out from interrupts, with two locks and a look at the thread's state; here it hands out some at once under one
 * such shield. One thread.
 */
final class PartitionConsumer {

    /** All of them are in the consumer's memory already, or are from its last two polls. */
    private static final int MOST_RECORDS = 256;

    private static final int MANY_BYTES = 1 << 20;

    private final KafkaBatchInputPartition partition;
    private final KafkaDataConsumer consumer;
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> taken = new ArrayDeque<>(MOST_RECORDS);
    private final long end;
    private long next;

    PartitionConsumer(KafkaBatchInputPartition partition) {
        this.partition = partition;
        this.consumer =
                KafkaDataConsumer.acquire(partition.offsetRange().topicPartition(), partition.executorKafkaParams());
        this.next = partition.offsetRange().fromOffset();
        this.end = partition.offsetRange().untilOffset();
    }

    /** Null at the end, also if only markers of transactions are left. */
    @Nullable
    ConsumerRecord<byte[], byte[]> next() {
        if (taken.isEmpty() && next < end) {
            if (Thread.currentThread() instanceof UninterruptibleThread thread) {
                thread.runUninterruptibly(this::take);
            } else {
                take();
            }
        }
        return taken.poll();
    }

    private @Nullable Void take() {
        long bytes = 0;
        while (next < end && taken.size() < MOST_RECORDS && bytes < MANY_BYTES) {
            ConsumerRecord<byte[], byte[]> record =
                    consumer.get(next, end, partition.pollTimeoutMs(), partition.failOnDataLoss());
            if (record == null) {
                next = end;
            } else {
                taken.add(record);
                next = record.offset() + 1;
                bytes += Math.max(0, record.serializedValueSize());
            }
        }
        return null;
    }

    /** Gives the consumer back, which waits for the partition's next micro-batch. */
    void release() {
        consumer.release();
    }
}
