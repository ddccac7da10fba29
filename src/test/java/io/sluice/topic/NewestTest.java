package io.sluice.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testing.TestKafka;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The newest records")
class NewestTest {

    private static final TopicPartition FIRST = new TopicPartition("t", 0);
    private static final TopicPartition SECOND = new TopicPartition("t", 1);

    private static final int PARTITIONS = 120;
    private static final int RECORDS = 12_000;

    private static List<TopicPartition> wide;
    private static final Map<TopicPartition, Long> LATEST = new HashMap<>();

    /** Some partitions have most of the records, as with keys of which few are frequent; one has none. */
    @BeforeAll
    static void fill() throws Exception {
        String topic = TestKafka.freshTopic(PARTITIONS);
        wide = IntStream.range(0, PARTITIONS)
                .mapToObj(each -> new TopicPartition(topic, each))
                .toList();
        Random random = new Random(11);
        List<Future<?>> sent = new ArrayList<>();
        try (var producer = TestKafka.producer()) {
            for (int i = 1; i <= RECORDS; i++) {
                int partition = (int) (Math.pow(random.nextDouble(), 3) * (PARTITIONS - 1));
                byte[] value = ("" + i).getBytes(UTF_8);
                sent.add(producer.send(new ProducerRecord<>(topic, partition, (long) i, null, value)));
                LATEST.put(wide.get(partition), (long) i);
            }
        }
        for (Future<?> each : sent) {
            each.get();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 500})
    @DisplayName("of many partitions are found by reading as many as are asked for, and little more")
    void manyPartitions(int limit) {
        assertNewest(limit, LATEST, 6 * limit + 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 500})
    @DisplayName("are the same where a broker does not tell how new the records of a partition are")
    void notTold(int limit) {
        assertNewest(limit, Map.of(), RECORDS);
    }

    private static void assertNewest(int limit, Map<TopicPartition, Long> latest, int most) {
        Map<String, Object> settings = new HashMap<>(TestKafka.consumerSettings());
        settings.put("fetch.max.wait.ms", 10);
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            Newest.Records newest =
                    Newest.read(consumer, Newest.tails(consumer, wide, latest, limit), limit, Duration.ofSeconds(30));
            assertThat(newest.items().stream().map(ConsumerRecord::timestamp))
                    .containsExactlyElementsOf(IntStream.range(0, limit)
                            .mapToObj(each -> (long) RECORDS - each)
                            .toList());
            assertThat(newest.cut()).isFalse();
            assertThat(consumed(consumer)).as("read for %d", limit).isLessThanOrEqualTo(most);
        }
    }

    private static double consumed(Consumer<?, ?> consumer) {
        return consumer.metrics().values().stream()
                .filter(each -> each.metricName().name().equals("records-consumed-total")
                        && each.metricName().tags().keySet().equals(Set.of("client-id")))
                .mapToDouble(each -> (double) each.metricValue())
                .sum();
    }

    @Test
    @DisplayName("are an error if Kafka does not deliver those of every partition in time, and not just fewer")
    void failsIfAPartitionIsMissing() {
        assertThatThrownBy(() -> read(consumer(1), Duration.ofMillis(300)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.PLATFORM_UNAVAILABLE))
                .hasMessageContaining("those of 1 partitions are missing");
    }

    @Test
    @DisplayName("are all there if it does")
    void answersEveryPartition() {
        assertThat(read(consumer(2), Duration.ofSeconds(5)).items()).hasSize(2);
    }

    private static Newest.Records read(Consumer<byte[], byte[]> consumer, Duration patience) {
        List<Tail> tails = Newest.tails(consumer, List.of(FIRST, SECOND), Map.of(), 5);
        return Newest.read(consumer, tails, 5, patience);
    }

    /** Two partitions that have a record each. */
    private static MockConsumer<byte[], byte[]> consumer(int delivered) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
        consumer.updateEndOffsets(Map.of(FIRST, 1L, SECOND, 1L));
        consumer.schedulePollTask(() -> {
            for (TopicPartition partition : List.of(FIRST, SECOND).subList(0, delivered)) {
                consumer.addRecord(new ConsumerRecord<>("t", partition.partition(), 0, null, "1".getBytes(UTF_8)));
            }
        });
        return consumer;
    }
}
