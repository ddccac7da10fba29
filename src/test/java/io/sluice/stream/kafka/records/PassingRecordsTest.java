package io.sluice.stream.kafka.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.testing.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Records that a flow has passed")
class PassingRecordsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String topic = TestKafka.freshTopic(2);

    @Test
    @DisplayName("are the newest before its position, of each partition as many, and none behind it or from before")
    void newestOfEach() throws Exception {
        append(0, 10);
        append(1, 10);
        try (PassingRecords passing = new PassingRecords(TestKafka.bootstrapServers(), Map.of())) {
            assertThat(passing.read(at(0, 0), at(8, 5), 4, PATIENCE))
                    .extracting(SourceRecord::position)
                    .containsExactlyInAnyOrder(topic + "/0/6", topic + "/0/7", topic + "/1/3", topic + "/1/4");
            List<SourceRecord> next = passing.read(at(8, 5), at(9, 5), 4, PATIENCE);
            assertThat(next).extracting(SourceRecord::position).containsExactly(topic + "/0/8");
            assertThat(new String(next.get(0).value(), StandardCharsets.UTF_8)).isEqualTo("v8");
            assertThat(passing.read(at(9, 5), at(9, 5), 4, PATIENCE)).isEmpty();
        }
    }

    @Test
    @DisplayName("are left out where Kafka has not kept them, and those that come later are read")
    void goneMeanwhile() throws Exception {
        append(0, 10);
        TestKafka.admin()
                .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(9)))
                .all()
                .get();
        try (PassingRecords passing = new PassingRecords(TestKafka.bootstrapServers(), Map.of())) {
            assertThat(passing.read(at(0, 0), at(5, 0), 4, PATIENCE)).isEmpty();
            assertThat(passing.read(at(9, 0), at(10, 0), 4, PATIENCE)).hasSize(1);
        }
    }

    private Offsets at(long first, long second) {
        return new Offsets(Map.of(topic, Map.of(0, first, 1, second)));
    }

    private void append(int partition, int count) throws Exception {
        try (Producer<byte[], byte[]> producer = TestKafka.producer()) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, partition, null, ("v" + i).getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
        }
    }
}
