package io.sluice.stream.kafka.records;

import io.sluice.stream.flow.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka for the times of single records, on the driver. Thread-safe. */
public final class RecordTimes {

    private final RecordConsumer consumers;

    /** @param clientProperties further settings of Kafka clients, from the operator's configuration */
    public RecordTimes(String bootstrapServers, Map<String, String> clientProperties) {
        // The first batch of one partition comes all the same, and no more at a time.
        consumers = RecordConsumer.of(bootstrapServers, clientProperties, 1);
    }

    /**
     * Returns the times of the first committed records at or behind these positions, of one position of each partition;
     * fewer if Kafka has no record there, or if the time is over.
     *
     * @param patience how long to read, beside connecting
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    public Map<Position, Instant> of(Collection<Position> positions, Duration patience) {
        Map<TopicPartition, Position> left = new HashMap<>();
        positions.forEach(at -> left.putIfAbsent(new TopicPartition(at.topic(), at.partition()), at));
        Map<Position, Instant> times = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumers.open()) {
            consumer.assign(left.keySet());
            left.forEach((partition, at) -> consumer.seek(partition, at.offset()));
            long deadline = System.nanoTime() + patience.toNanos();
            while (!left.isEmpty() && System.nanoTime() < deadline) {
                try {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(RecordConsumer.POLL)) {
                        Position asked = left.remove(new TopicPartition(record.topic(), record.partition()));
                        // Of a producer that sets none it is -1.
                        if (asked != null && record.timestamp() > 0) {
                            times.put(asked, Instant.ofEpochMilli(record.timestamp()));
                        }
                    }
                } catch (OffsetOutOfRangeException e) {
                    // Retention was faster.
                    left.keySet().removeAll(e.partitions());
                }
                consumer.assign(left.keySet());
            }
        }
        return times;
    }
}
