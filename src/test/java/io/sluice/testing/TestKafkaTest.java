package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TestKafkaTest {

    @Test
    @DisplayName("the shared broker takes records into a fresh topic")
    void takesRecords() throws Exception {
        String topic = TestKafka.freshTopic(2);
        try (var producer = TestKafka.producer()) {
            var sent = producer.send(new ProducerRecord<>(topic, 1, null, "hello".getBytes()));
            assertThat(sent.get().offset()).isZero();
        }
    }
}
