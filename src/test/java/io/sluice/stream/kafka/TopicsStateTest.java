package io.sluice.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testing.TestKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("what Kafka says of topics")
class TopicsStateTest {

    private final Topics topics = new Topics(TestKafka.bootstrapServers(), Map.of());

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    @DisplayName("an id, and for each partition the first offset there is and the end")
    void hasAnIdAndTheOffsetsOfEachPartition() throws Exception {
        String topic = TestKafka.freshTopic(2);
        append(topic, 5);
        TestKafka.admin()
                .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(3)))
                .all()
                .get();

        TopicState state = topics.states(List.of(topic)).get(topic);

        assertThat(state.partitions())
                .isEqualTo(Map.of(0, new TopicState.Range(3, 5, 5), 1, new TopicState.Range(0, 0, 0)));
        assertThat(state.id()).isNotBlank();
    }

    @Test
    @DisplayName("a topic that was deleted and created again is another one")
    void recreatedTopicIsAnotherOne() throws Exception {
        String topic = TestKafka.freshTopic(1);
        String id = id(topic);
        TopicGuard guard = topics.guard();
        guard.check(Map.of(topic, id));
        TestKafka.admin().deleteTopics(List.of(topic)).all().get();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThatThrownBy(() -> guard.check(Map.of(topic, id)))
                        .isInstanceOf(MissingTopicException.class));
        assertThatThrownBy(() -> id(topic)).isInstanceOf(MissingTopicException.class);
        TestKafka.createTopic(topic, 1);
        assertThatThrownBy(() -> guard.check(Map.of(topic, id)))
                .isInstanceOf(LostPositionException.class)
                .hasMessageContaining(topic + "\" was deleted and created again");
        assertThat(id(topic)).isNotEqualTo(id);
        guard.check(Map.of(topic, id(topic)));
    }

    private String id(String topic) throws InterruptedException {
        return topics.states(List.of(topic)).get(topic).id();
    }

    @Test
    @DisplayName("within seconds, that it does not answer")
    void sayThatKafkaIsAway() {
        Topics away = new Topics("127.0.0.1:1", Map.of("default.api.timeout.ms", "500", "request.timeout.ms", "500"));
        Assertions.assertTimeout(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(() -> away.states(List.of("a")))
                        .isInstanceOf(KafkaUnavailableException.class)
                        .hasMessageStartingWith("Kafka at 127.0.0.1:1 cannot be asked"));
    }

    private static void append(String topic, int records) throws Exception {
        try (Producer<byte[], byte[]> producer = TestKafka.producer()) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(topic, 0, null, new byte[] {1}))
                        .get();
            }
        }
    }
}
