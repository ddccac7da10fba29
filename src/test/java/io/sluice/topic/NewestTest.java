package io.sluice.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The newest records")
class NewestTest {

    private static final TopicPartition FIRST = new TopicPartition("t", 0);
    private static final TopicPartition SECOND = new TopicPartition("t", 1);

    @Test
    @DisplayName("are an error if Kafka does not deliver those of every partition in time, and not just fewer")
    void incomplete() {
        assertThatThrownBy(() -> Newest.read(consumer(1), List.of(FIRST, SECOND), 5, Duration.ofMillis(300)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.PLATFORM_UNAVAILABLE))
                .hasMessageContaining("those of 1 of 2 partitions are missing");
    }

    @Test
    @DisplayName("are all there if it does")
    void complete() {
        assertThat(Newest.read(consumer(2), List.of(FIRST, SECOND), 5, Duration.ofSeconds(5))
                        .items())
                .hasSize(2);
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
