package io.sluice.stream.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testing.TestKafka;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.sql.kafka010.KafkaContinuousInputPartition;
import org.apache.spark.sql.kafka010.KafkaSourcePartitionOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
@DisplayName("what continuous mode reads of a partition")
class ContinuousReaderTest {

    private final TopicPartition partition = new TopicPartition(TestKafka.freshTopic(1), 0);

    private ContinuousReader reader(long start) {
        Map<String, Object> properties = TestKafka.consumerSettings();
        return new ContinuousReader(new KafkaContinuousInputPartition(partition, start, properties, 1, true, true));
    }

    private void append(String value) throws Exception {
        try (Producer<byte[], byte[]> producer = TestKafka.producer()) {
            producer.send(new ProducerRecord<>(partition.topic(), value.getBytes()))
                    .get();
        }
    }

    private static String value(ContinuousReader reader) {
        assertThat(reader.next()).isTrue();
        return new String(reader.get().getBinary(SourceRecords.VALUE));
    }

    private KafkaSourcePartitionOffset offset(long offset) {
        return new KafkaSourcePartitionOffset(partition, offset);
    }

    @Test
    @DisplayName("begins at its offset, goes on with what comes, and tells the next offset")
    void readsOn() throws Exception {
        append("a");
        append("b");
        ContinuousReader reader = reader(1);
        assertThat(reader.getOffset()).isEqualTo(offset(1));
        assertThat(value(reader)).isEqualTo("b");
        assertThat(reader.getOffset()).isEqualTo(offset(2));
        append("c");
        assertThat(value(reader)).isEqualTo("c");
        assertThat(reader.getOffset()).isEqualTo(offset(3));
        reader.close();
    }

    @Test
    @DisplayName("ends quietly with its thread, which stays interrupted")
    void endsQuietlyWithItsThread() {
        ContinuousReader reader = reader(0);
        Thread.currentThread().interrupt();
        try {
            assertThat(reader.next()).isFalse();
            reader.close();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    @DisplayName("ends quietly with its task, also while nothing comes")
    void endsQuietlyWithItsTask() {
        TaskContextImpl task = TaskContext$.MODULE$.empty();
        TaskContext$.MODULE$.setTaskContext(task);
        try {
            ContinuousReader reader = reader(0);
            task.markInterrupted("somebody stopped the pipeline");
            assertThat(reader.next()).isFalse();
            reader.close();
        } finally {
            TaskContext$.MODULE$.unset();
        }
    }

    @Test
    @DisplayName("is an error where retention was faster")
    void lossByRetentionIsAnError() throws Exception {
        append("a");
        append("b");
        TestKafka.admin()
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1)))
                .all()
                .get();
        ContinuousReader reader = reader(0);
        assertThatThrownBy(reader::next).isInstanceOf(OffsetOutOfRangeException.class);
        reader.close();
    }
}
