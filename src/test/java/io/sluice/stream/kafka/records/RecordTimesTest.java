package io.sluice.stream.kafka.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.Position;
import io.sluice.testing.TestKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The times of records")
class RecordTimesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PARTITIONS = 40;

    private final RecordTimes times = new RecordTimes(TestKafka.bootstrapServers(), Map.of());

    @Test
    @DisplayName("are those at the positions, of many partitions at once, however large their records are")
    void many() throws Exception {
        String topic = TestKafka.freshTopic(PARTITIONS);
        List<Position> asked = new ArrayList<>();
        try (Producer<byte[], byte[]> producer = TestKafka.producer()) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                for (int i = 0; i < 3; i++) {
                    producer.send(new ProducerRecord<>(
                            topic, partition, 1_000L * (10 * partition + i + 1), null, new byte[20_000]));
                }
                asked.add(new Position(topic, partition, partition % 3));
            }
        }
        Map<Position, Instant> found = times.of(asked, PATIENCE);
        assertThat(found).hasSize(PARTITIONS);
        asked.forEach(at ->
                assertThat(found.get(at)).isEqualTo(Instant.ofEpochSecond(10L * at.partition() + at.offset() + 1)));
    }

    @Test
    @DisplayName("are left out where Kafka has no record any more or not yet, which does not keep it from the others")
    void gone() throws Exception {
        String topic = TestKafka.freshTopic(3);
        try (Producer<byte[], byte[]> producer = TestKafka.producer()) {
            for (int partition = 0; partition < 2; partition++) {
                for (int i = 0; i < 3; i++) {
                    producer.send(new ProducerRecord<>(topic, partition, 5_000L, null, "v".getBytes(UTF_8)))
                            .get();
                }
            }
        }
        TestKafka.admin()
                .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
                .all()
                .get();
        List<Position> asked = List.of(new Position(topic, 0, 0), new Position(topic, 1, 2), new Position(topic, 2, 0));
        // On a busy machine a second may be over before Kafka has answered.
        Awaitility.await()
                .untilAsserted(() -> assertThat(times.of(asked, Duration.ofSeconds(1)))
                        .containsExactly(Map.entry(new Position(topic, 1, 2), Instant.ofEpochSecond(5))));
    }
}
