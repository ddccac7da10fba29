package io.sluice.stream.kafka.records;

import io.sluice.stream.kafka.ArrivalSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How a consumer is made that reads a few committed records, and gives up soon if Kafka does not answer.
 *
 * @param settings as Kafka's clients take them
 */
record RecordConsumer(Map<String, Object> settings) {

    /** How long one look for records lasts. */
    static final Duration POLL = Duration.ofMillis(100);

    private static final int REQUEST_TIMEOUT_MS = 5_000;

    /**
     * Settings for such a consumer.
     *
     * @param given further settings of Kafka clients, from the operator's configuration
     * @param fetchBytes how much comes at a time
     */
    static RecordConsumer of(String bootstrapServers, Map<String, String> given, int fetchBytes) {
        Map<String, Object> settings = ArrivalSettings.of(bootstrapServers, given, POLL);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytes);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetchBytes);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        return new RecordConsumer(settings);
    }

    KafkaConsumer<byte[], byte[]> open() {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
