package io.sluice.kafka;

import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.kafka010.KafkaBatchInputPartition;
import org.apache.spark.sql.kafka010.consumer.KafkaDataConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one partition after the other, by the consumers that Spark's Kafka connector keeps on each executor. The
 * connector's own reader would write and compile the code of a conversion for each partition of each micro-batch, and
 * copy every record twice; here the row has the record itself. One thread.
 */
final class GroupReader implements PartitionReader<InternalRow> {

    private final Iterator<KafkaBatchInputPartition> partitions;
    private final RecordRow row = new RecordRow();
    private @Nullable PartitionConsumer current;

    GroupReader(List<KafkaBatchInputPartition> partitions) {
        this.partitions = partitions.iterator();
    }

    @Override
    public boolean next() {
        while (current != null || partitions.hasNext()) {
            if (current == null) {
                current = new PartitionConsumer(partitions.next());
            }
            ConsumerRecord<byte[], byte[]> record = current.next();
            if (record != null) {
                row.set(record);
                return true;
            }
            close();
        }
        return false;
    }

    @Override
    public InternalRow get() {
        return row;
    }

    /** Gives the consumer back, which waits for the partition's next micro-batch. */
    @Override
    public void close() {
        if (current != null) {
            current.consumer.release();
            current = null;
        }
    }

    private static final class PartitionConsumer {

        private final KafkaBatchInputPartition partition;
        private final KafkaDataConsumer consumer;
        private long next;

        PartitionConsumer(KafkaBatchInputPartition partition) {
            this.partition = partition;
            this.consumer = KafkaDataConsumer.acquire(
                    partition.offsetRange().topicPartition(), partition.executorKafkaParams());
            this.next = partition.offsetRange().fromOffset();
        }

        /** Null at the end, also if only markers of transactions are left. */
        @Nullable
        ConsumerRecord<byte[], byte[]> next() {
            long end = partition.offsetRange().untilOffset();
            if (next >= end) {
                return null;
            }
            ConsumerRecord<byte[], byte[]> record =
                    consumer.get(next, end, partition.pollTimeoutMs(), partition.failOnDataLoss());
            next = record == null ? end : record.offset() + 1;
            return record;
        }
    }
}
