package io.sluice.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.Position;
import io.sluice.testing.TestKafka;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaAdmin;

class KafkaRecordsTest {

    private final Cluster cluster =
            new Cluster(new KafkaAdmin(Map.of("bootstrap.servers", TestKafka.bootstrapServers())));
    private final KafkaRecords records = new KafkaRecords(cluster, more -> {
        Map<String, Object> settings = new HashMap<>(TestKafka.consumerSettings());
        settings.putAll(more);
        return new KafkaConsumer<>(settings);
    });

    @AfterEach
    void close() {
        cluster.destroy();
    }

    @Test
    @DisplayName("finds a record with its headers, and says why there is none elsewhere")
    void whatStandsThere() throws Exception {
        String topic = TestKafka.freshTopic(1);
        try (var producer = TestKafka.producer()) {
            producer.send(record(topic, "deleted"));
            ProducerRecord<byte[], byte[]> second = record(topic, "there");
            second.headers().add("h", "v".getBytes(UTF_8));
            producer.send(second);
        }
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", TestKafka.bootstrapServers(), "transactional.id", topic),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record(topic, "aborted"));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(record(topic, "open"));
            producer.flush();
            TopicPartition partition = new TopicPartition(topic, 0);
            TestKafka.admin()
                    .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1)))
                    .all()
                    .get();

            assertThat(gone(topic, 0, 0)).contains("begins at offset 1");
            KafkaRecords.Found found = records.at(new Position(topic, 0, 1));
            assertThat(found.gone()).isNull();
            assertThat(found.record().value()).isEqualTo("there".getBytes(UTF_8));
            assertThat(found.record().headers().get(0).key()).isEqualTo("h");
            assertThat(gone(topic, 0, 2)).contains("was aborted");
            assertThat(gone(topic, 0, 3))
                    .isEqualTo("There is no record: it is the marker of a transaction, which Kafka keeps for itself.");
            assertThat(gone(topic, 0, 4)).contains("neither committed nor aborted yet", "ends at offset 4");
            assertThat(gone(topic, 0, 5)).contains("ends at offset 5");
            assertThat(gone(topic, 1, 0)).contains("partitions 0 to 0");
            assertThat(gone("no-such-topic", 0, 0)).contains("does not exist");
        }
    }

    @Test
    @DisplayName("says of a record that was compacted away that a newer one has its key")
    void saysOfACompactedRecordThatANewerOneHasItsKey() throws Exception {
        String topic = TestKafka.freshTopic(1) + "-compacted";
        TestKafka.createTopic(
                topic,
                1,
                Map.of(
                        "cleanup.policy", "compact",
                        "segment.ms", "1",
                        "min.cleanable.dirty.ratio", "0.0001",
                        "max.compaction.lag.ms", "1",
                        "delete.retention.ms", "1"));
        try (var producer = TestKafka.producer()) {
            producer.send(keyed(topic, "old")).get();
            producer.send(keyed(topic, "new")).get();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                // The newest segment is never compacted.
                producer.send(new ProducerRecord<>(topic, 0, new byte[] {1}, new byte[1]))
                        .get();
                return records.at(new Position(topic, 0, 0)).record() == null;
            });
        }
        assertThat(gone(topic, 0, 0)).contains("compacted away, because a newer one has its key");
        assertThat(records.at(new Position(topic, 0, 1)).record()).isNotNull();
    }

    private static ProducerRecord<byte[], byte[]> keyed(String topic, String value) {
        return new ProducerRecord<>(topic, 0, new byte[] {7}, value.getBytes(UTF_8));
    }

    private String gone(String topic, int partition, long offset) {
        return records.at(new Position(topic, partition, offset)).gone();
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String value) {
        return new ProducerRecord<>(topic, 0, null, value.getBytes(UTF_8));
    }
}
