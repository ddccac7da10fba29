package io.sluice.stream.spark;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.sql.kafka010.KafkaBatchInputPartition;
import org.jspecify.annotations.Nullable;

/** The records of one partition of a micro-batch, in their order. One thread. */
final class PartitionConsumer {

    private final KeptConsumers.Key key;
    private final KeptConsumer consumer;
    private final Duration patience;
    private final long end;
    private boolean broken;

    PartitionConsumer(KafkaBatchInputPartition partition) {
        key = new KeptConsumers.Key(partition.offsetRange().topicPartition(), partition.executorKafkaParams());
        patience = Duration.ofMillis(partition.pollTimeoutMs());
        end = partition.offsetRange().untilOffset();
        consumer = KeptConsumers.borrow(key);
        try {
            consumer.seek(partition.offsetRange().fromOffset());
        } catch (RuntimeException | Error e) {
            KeptConsumers.discard(key, consumer);
            throw e;
        }
    }

    /** The next record; null at the end, also if only markers of transactions are left. */
    @Nullable
    ConsumerRecord<byte[], byte[]> next() {
        try {
            return consumer.next(end, patience);
        } catch (RuntimeException | Error e) {
            broken = true;
            throw e;
        }
    }

    /** Gives the consumer back, which waits for the partition's next micro-batch. */
    void release() {
        if (broken) {
            KeptConsumers.discard(key, consumer);
        } else {
            KeptConsumers.giveBack(key, consumer);
        }
    }
}
