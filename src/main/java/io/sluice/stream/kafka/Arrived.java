package io.sluice.stream.kafka;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What one poll has brought: all records from where the flow stood up to {@code next}.
 *
 * @param next the offset to read next in every partition
 * @param newest the end of each partition as far as the broker has told
 */
public record Arrived(
        ConsumerRecords<byte[], byte[]> records, Map<TopicPartition, Long> next, Map<TopicPartition, Long> newest) {

    /** The order in which tasks of large micro-batches have them, too: all who write lock partitions in one order. */
    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    static Arrived of(
            KafkaConsumer<byte[], byte[]> consumer,
            ConsumerRecords<byte[], byte[]> records,
            Map<TopicPartition, Long> before) {
        Map<TopicPartition, Long> next = new HashMap<>(before);
        records.nextOffsets().forEach((partition, position) -> next.put(partition, position.offset()));
        Map<TopicPartition, Long> newest = new HashMap<>();
        next.forEach((partition, offset) ->
                newest.put(partition, offset + consumer.currentLag(partition).orElse(0)));
        return new Arrived(records, Map.copyOf(next), newest);
    }

    /** How many offsets are left to read behind it. */
    public long behind() {
        return newest.entrySet().stream()
                .mapToLong(end -> end.getValue() - next.getOrDefault(end.getKey(), end.getValue()))
                .sum();
    }

    /** The records in the order of their partitions and offsets. */
    public List<ConsumerRecord<byte[], byte[]>> ordered() {
        return records.partitions().stream()
                .sorted(ORDER)
                .flatMap(partition -> records.records(partition).stream())
                .toList();
    }
}
