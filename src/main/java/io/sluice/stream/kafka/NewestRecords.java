package io.sluice.stream.kafka;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads some of the newest records of topics, on the driver. Thread-safe. */
public final class NewestRecords {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int FETCH_BYTES = 256 * 1024;
    private static final int REQUEST_TIMEOUT_MS = 5_000;

    private final Map<String, Object> settings;

    /** @param clientProperties further settings of Kafka clients, from the operator's configuration */
    public NewestRecords(String bootstrapServers, Map<String, String> clientProperties) {
        settings = ArrivalSettings.of(bootstrapServers, clientProperties, POLL);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
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
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(filled.keySet());
            begins.forEach(consumer::seek);
            long deadline = System.nanoTime() + patience.toNanos();
            int left = limit;
            while (left > 0 && !filled.isEmpty() && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
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
