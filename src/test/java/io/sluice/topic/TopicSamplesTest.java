package io.sluice.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.flow.SourceRecord;
import io.sluice.testing.TestKafka;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A sample of a topic")
class TopicSamplesTest {

    @Test
    @DisplayName("has as many records of each partition, and more of those that have more only where others have fewer")
    void isSpread() {
        String topic = topic(10, 100, 10, 0, 3);
        assertThat(offsets(sample(topic, 4, 48, false))).isEqualTo(Map.of(0, "65-99", 1, "0-9", 3, "0-2"));
        assertThat(offsets(sample(topic, 4, 48, true))).isEqualTo(Map.of(0, "0-34", 1, "0-9", 3, "0-2"));
        assertThat(offsets(sample(topic, 4, 1000, false))).isEqualTo(Map.of(0, "0-99", 1, "0-9", 3, "0-2"));
        assertThat(sample(topic, 4, 2, false).records()).hasSize(2);
    }

    @Test
    @DisplayName("is cut where its records are large, in each partition alike")
    void isBoundedInBytes() {
        String topic = topic(900_000, 8, 8);
        TopicSamples.Sample sample = sample(topic, 2, 16, false);
        assertThat(sample.cut()).isTrue();
        assertThat(sample.records().stream()
                        .mapToInt(each -> each.value().length)
                        .sum())
                .isBetween(Limits.PAGE_BYTES / 2, Limits.PAGE_BYTES + 900_000);
        assertThat(offsets(sample)).containsOnlyKeys(0, 1);
        assertThat(sample(topic, 2, 2, false).cut()).isFalse();
    }

    @Test
    @DisplayName("is an error if Kafka delivers nothing in time")
    void failsWithoutKafka() {
        TopicPartition partition = new TopicPartition("t", 0);
        MockConsumer<byte[], byte[]> silent = new MockConsumer<>("earliest");
        silent.updateBeginningOffsets(Map.of(partition, 0L));
        silent.updateEndOffsets(Map.of(partition, 1L));
        List<Tail> parts = TopicSamples.tails(silent, List.of(partition), 5, false);
        assertThatThrownBy(() -> TopicSamples.read(silent, parts, Duration.ofMillis(300)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.PLATFORM_UNAVAILABLE));
    }

    /** @param records of each partition */
    private static String topic(int size, int... records) {
        String topic = TestKafka.freshTopic(records.length);
        try (var producer = TestKafka.producer()) {
            for (int partition = 0; partition < records.length; partition++) {
                for (int i = 0; i < records[partition]; i++) {
                    producer.send(new ProducerRecord<>(
                            topic, partition, null, "x".repeat(size).getBytes(UTF_8)));
                }
            }
        }
        return topic;
    }

    private static TopicSamples.Sample sample(String topic, int partitions, int limit, boolean oldest) {
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(each -> new TopicPartition(topic, each))
                .toList();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(TestKafka.consumerSettings())) {
            return TopicSamples.read(
                    consumer, TopicSamples.tails(consumer, all, limit, oldest), Duration.ofSeconds(30));
        }
    }

    private static Map<Integer, String> offsets(TopicSamples.Sample sample) {
        return sample.records().stream()
                .collect(Collectors.groupingBy(
                        SourceRecord::partition,
                        TreeMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), records -> {
                            long first = records.get(0).offset();
                            assertThat(records.get(records.size() - 1).offset() - first)
                                    .isEqualTo(records.size() - 1);
                            return first + "-" + (first + records.size() - 1);
                        })));
    }
}
