package io.sluice.stream.spark;

import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.kafka010.KafkaBatchInputPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads one partition after the other. The reader of Spark's Kafka connector would write and compile the code of a
 * conversion for each partition of each micro-batch, copy every record twice, and ask the broker for the beginning and the
 * end of the log after each fetch; here the row has the record itself. One thread.
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
            current.release();
            current = null;
        }
    }
}
