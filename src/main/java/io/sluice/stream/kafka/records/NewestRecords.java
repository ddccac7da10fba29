package io.sluice.stream.kafka.records;

import io.sluice.stream.kafka.TopicState;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads some of the newest records of topics, on the driver. Thread-safe. */
public final class NewestRecords {

    private static final int FETCH_BYTES = 256 * 1024;

    private final RecordConsumer consumers;

    /** @param clientProperties further settings of Kafka clients, from the operator's configuration */
    public NewestRecords(String bootstrapServers, Map<String, String> clientProperties) {
        consumers = RecordConsumer.of(bootstrapServers, clientProperties, FETCH_BYTES);
    }

    /**
     * Hands over committed records from the ends of all partitions, one at a time; fewer than the limit if there are not
     * so many, or if the time is over. Tombstones are passed over.
     *
     * @param topics as Kafka has them
     * @param patience how long to read, beside connecting
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    public void read(Map<String, TopicState> topics, int limit, Duration patience, Consumer<byte[]> values) {
        Map<TopicPartition, TopicState.Range> filled = new HashMap<>();
        topics.forEach((topic, state) -> state.partitions().forEach((partition, range) -> {
            if (range.committedEnd() > range.begin()) {
                filled.put(new TopicPartition(topic, partition), range);
            }
        }));
        if (filled.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> begins = begins(filled, limit);
        try (KafkaConsumer<byte[], byte[]> consumer = consumers.open()) {
            consumer.assign(filled.keySet());
            begins.forEach(consumer::seek);
            long deadline = System.nanoTime() + patience.toNanos();
            int left = limit;
            while (left > 0 && !filled.isEmpty() && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(RecordConsumer.POLL)) {
                    if (left > 0 && record.value() != null) {
                        values.accept(record.value());
                        left--;
                    }
                }
                filled.entrySet()
                        .removeIf(entry -> consumer.position(entry.getKey())
                                >= entry.getValue().committedEnd());
            }
        }
    }

    /** Where to begin: in equal shares, but where one partition has fewer records, others make up for it. */
    private static Map<TopicPartition, Long> begins(Map<TopicPartition, TopicState.Range> filled, int limit) {
        List<Map.Entry<TopicPartition, TopicState.Range>> smallestFirst = filled.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> size(entry.getValue())))
                .toList();
        Map<TopicPartition, Long> begins = new HashMap<>();
        long wanted = limit;
        int partitions = smallestFirst.size();
        for (Map.Entry<TopicPartition, TopicState.Range> entry : smallestFirst) {
            long share = (wanted + partitions - 1) / partitions;
            long taken = Math.min(size(entry.getValue()), share);
            begins.put(entry.getKey(), entry.getValue().committedEnd() - taken);
            wanted -= taken;
            partitions--;
        }
        return begins;
    }

    private static long size(TopicState.Range range) {
        return range.committedEnd() - range.begin();
    }
}
