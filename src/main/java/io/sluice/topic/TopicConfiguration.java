package io.sluice.topic;

import io.sluice.web.Limits;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Kafka clients as this room needs them, on top of the addresses and the security that {@code spring.kafka} sets: bytes
 * only, nothing lost, and an answer in seconds while a broker is away.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TopicSettings.class)
class TopicConfiguration {

    private static final int DEFAULT_MAX_REQUEST_SIZE = 1_048_576;

    @Bean
    Cluster topicCluster(KafkaAdmin settings) {
        return new Cluster(settings);
    }

    @Bean
    KafkaTemplate<byte[], byte[]> appendingTemplate(ProducerFactory<byte[], byte[]> producers) {
        int timeout = (int) Cluster.TIMEOUT.toMillis();
        Map<String, Object> overrides = new HashMap<>();
        overrides.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        overrides.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        overrides.put(ProducerConfig.ACKS_CONFIG, "all");
        overrides.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // In a topic just made, a broker may refuse a first batch and take the one behind it; then it refuses the first
        // for
        // good, as out of order.
        overrides.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        overrides.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout);
        overrides.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout - 1000);
        overrides.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * timeout);
        return new KafkaTemplate<>(producers, overrides);
    }

    @Bean
    TopicService topics(Cluster topicCluster, KafkaTemplate<byte[], byte[]> appendingTemplate) {
        Object size = appendingTemplate
                .getProducerFactory()
                .getConfigurationProperties()
                .getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DEFAULT_MAX_REQUEST_SIZE);
        return new TopicService(topicCluster, new Appender(appendingTemplate, Integer.parseInt(size.toString())));
    }

    @Bean
    Newest newestRecords(Cluster topicCluster, ConsumerFactory<?, ?> consumers) {
        return new Newest(topicCluster, () -> consumer(consumers.getConfigurationProperties()));
    }

    @Bean
    TopicSamples topicSamples(Cluster topicCluster, ConsumerFactory<?, ?> consumers) {
        return new TopicSamples(topicCluster, () -> consumer(consumers.getConfigurationProperties()));
    }

    @Bean
    KafkaRecords kafkaRecords(Cluster topicCluster, ConsumerFactory<?, ?> consumers) {
        return new KafkaRecords(topicCluster, more -> {
            Map<String, Object> properties = new HashMap<>(consumers.getConfigurationProperties());
            properties.putAll(more);
            return consumer(properties);
        });
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> given) {
        int timeout = (int) Cluster.TIMEOUT.toMillis();
        Map<String, Object> properties = new HashMap<>(given);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout - 1000);
        // What is read is there already; a fetch beyond it must not hold up the next.
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Limits.PAGE_BYTES);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
