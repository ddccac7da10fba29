package io.sluice.stream.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testing.TestKafka;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.TaskKilledException;
import org.apache.spark.sql.kafka010.KafkaBatchInputPartition;
import org.apache.spark.sql.kafka010.KafkaOffsetRange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.Option;

@DisplayName("what a micro-batch reads of a partition")
class PartitionConsumerTest {

    /** Longer than any test may take. */
    private static final long PATIENT = 60_000;

    private final TopicPartition partition = new TopicPartition(TestKafka.freshTopic(1), 0);
    private final Map<String, Object> properties = TestKafka.consumerSettings();

    private List<String> read(long from, long until) {
        return read(from, until, PATIENT);
    }

    private List<String> read(long from, long until, long patienceMillis) {
        PartitionConsumer consumer = consumer(from, until, patienceMillis);
        try {
            List<String> values = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> next = consumer.next(); next != null; next = consumer.next()) {
                values.add(new String(next.value()));
            }
            return values;
        } finally {
            consumer.release();
        }
    }

    private PartitionConsumer consumer(long from, long until, long patienceMillis) {
        KafkaOffsetRange range = new KafkaOffsetRange(partition, from, until, Option.empty());
        return new PartitionConsumer(new KafkaBatchInputPartition(range, properties, patienceMillis, true, true));
    }

    private void append(String... values) throws Exception {
        try (Producer<byte[], byte[]> producer = TestKafka.producer()) {
            for (String value : values) {
                send(producer, value);
            }
        }
    }

    private void send(Producer<byte[], byte[]> producer, String value) throws Exception {
        producer.send(new ProducerRecord<>(partition.topic(), value.getBytes())).get();
    }

    /** Returns when its marker, which is at the offset before {@code end}, is there. */
    private void transaction(boolean commit, long end, String... values) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", TestKafka.bootstrapServers(), "transactional.id", partition.topic());
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (String value : values) {
                send(producer, value);
            }
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
        TestKafka.awaitEnd(partition, end);
    }

    private void deleteBefore(long offset) throws Exception {
        TestKafka.admin()
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    @Test
    @DisplayName("is its range, and what was fetched beyond is there for the next one")
    void keepsWhatItFetched() throws Exception {
        append("a", "b", "c", "d", "e");
        assertThat(read(0, 2)).containsExactly("a", "b");
        deleteBefore(5);
        assertThat(read(2, 4)).containsExactly("c", "d");
        assertThat(read(4, 5)).containsExactly("e");
    }

    @Test
    @DisplayName("is the same when the micro-batch is repeated, and begins anywhere")
    void goesBack() throws Exception {
        append("a", "b", "c", "d");
        assertThat(read(0, 3)).containsExactly("a", "b", "c");
        assertThat(read(0, 3)).containsExactly("a", "b", "c");
        assertThat(read(3, 4)).containsExactly("d");
        assertThat(read(1, 2)).containsExactly("b");
        append("e", "f");
        assertThat(read(5, 6)).containsExactly("f");
    }

    @Test
    @Timeout(value = PATIENT / 2, unit = TimeUnit.MILLISECONDS)
    @DisplayName("has no aborted records, and does not wait for records where only markers are left")
    void passesOverTransactions() throws Exception {
        transaction(true, 3, "a", "b"); // 0, 1, marker 2
        transaction(false, 6, "no", "no"); // 3, 4, marker 5
        append("c"); // 6
        transaction(false, 9, "no"); // 7, marker 8
        assertThat(read(0, 9)).containsExactly("a", "b", "c");
        assertThat(read(1, 6)).containsExactly("b");
        assertThat(read(2, 6)).isEmpty();
        assertThat(read(6, 9)).containsExactly("c");
        assertThat(read(7, 9)).isEmpty();
        append("d");
        assertThat(read(9, 10)).containsExactly("d");
    }

    @Test
    @DisplayName("is read side by side by two tasks, each to its own end")
    void sideBySide() throws Exception {
        append("a", "b");
        PartitionConsumer one = consumer(0, 2, PATIENT);
        assertThat(new String(one.next().value())).isEqualTo("a");
        assertThat(read(0, 2)).containsExactly("a", "b");
        assertThat(new String(one.next().value())).isEqualTo("b");
        assertThat(one.next()).isNull();
        one.release();
    }

    @Test
    @DisplayName("is an error where retention was faster, and no consumer is the worse for it")
    void lossByRetentionIsAnErrorAndKeepsTheConsumers() throws Exception {
        append("a", "b", "c");
        deleteBefore(2);
        assertThatThrownBy(() -> read(0, 3)).isInstanceOf(OffsetOutOfRangeException.class);
        assertThat(read(2, 3)).containsExactly("c");
    }

    @Test
    @DisplayName("is an error before anything is read, which leaves no consumer open")
    void closesAConsumerThatCannotSeek() throws Exception {
        Map<String, Object> named = new HashMap<>(properties);
        named.put("client.id", "seeks-nowhere");
        ObjectName open = new ObjectName("kafka.consumer:type=app-info,id=seeks-nowhere");
        assertThatThrownBy(() -> new PartitionConsumer(planned(-5, 3, named)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(open))
                .isFalse();
        PartitionConsumer fine = new PartitionConsumer(planned(0, 3, named));
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(open))
                .isTrue();
        fine.release();
    }

    private KafkaBatchInputPartition planned(long from, long until, Map<String, Object> settings) {
        KafkaOffsetRange range = new KafkaOffsetRange(partition, from, until, Option.empty());
        return new KafkaBatchInputPartition(range, settings, PATIENT, true, true);
    }

    @Test
    @DisplayName("is an error if the broker has less, after the time that was allowed")
    void brokerWithLessIsAnErrorAfterTheAllowedTime() throws Exception {
        append("a");
        assertThatThrownBy(() -> read(0, 2, 1000))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("offset 1")
                .hasMessageContaining(partition.toString());
        append("b");
        assertThat(read(0, 2)).containsExactly("a", "b");
    }

    @Test
    @Timeout(value = PATIENT / 2, unit = TimeUnit.MILLISECONDS)
    @DisplayName("is given up by a task that is to end, also while nothing comes")
    void endingTaskGivesUpThePoll() throws Exception {
        append("a");
        TaskContextImpl task = TaskContext$.MODULE$.empty();
        TaskContext$.MODULE$.setTaskContext(task);
        try {
            PartitionConsumer consumer = consumer(0, 2, PATIENT);
            assertThat(new String(consumer.next().value())).isEqualTo("a");
            task.markInterrupted("somebody stopped the pipeline");
            assertThatThrownBy(consumer::next).isInstanceOf(TaskKilledException.class);
            consumer.release();
        } finally {
            TaskContext$.MODULE$.unset();
        }
        append("b");
        assertThat(read(0, 2)).containsExactly("a", "b");
    }

    @Test
    @DisplayName("is not kept in memory once it was handed out, while its consumer waits for the next one")
    void forgetsWhatItHandedOut() throws Exception {
        append("a");
        WeakReference<byte[]> value = handedOut();
        Awaitility.await().untilAsserted(() -> {
            System.gc();
            assertThat(value.get()).isNull();
        });
        append("b");
        assertThat(read(1, 2)).containsExactly("b");
    }

    private WeakReference<byte[]> handedOut() {
        PartitionConsumer consumer = consumer(0, 1, PATIENT);
        WeakReference<byte[]> value = new WeakReference<>(consumer.next().value());
        assertThat(consumer.next()).isNull();
        consumer.release();
        return value;
    }

    @Test
    @DisplayName("is fetched in smaller parts where many are read or memory is short")
    void fetchesItsShare() throws Exception {
        try (Producer<byte[], byte[]> producer = TestKafka.producer()) {
            for (int i = 0; i < 200; i++) {
                producer.send(new ProducerRecord<>(partition.topic(), new byte[10_000]));
            }
        }
        TestKafka.awaitEnd(partition, 200);
        assertThat(largestFetch("whole", 1L << 30)).isGreaterThan(500_000);
        assertThat(largestFetch("share", 1)).isLessThan(100_000);
    }

    /** In bytes, of all that it takes to read the partition. */
    private double largestFetch(String client, long memory) throws Exception {
        Map<String, Object> named = new HashMap<>(properties);
        named.put("client.id", client);
        try (KeptConsumer consumer = new KeptConsumer(partition, named, memory)) {
            consumer.seek(0);
            for (int i = 0; i < 200; i++) {
                assertThat(consumer.next(200, Duration.ofMillis(PATIENT))).isNotNull();
            }
            return (double) ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(
                            new ObjectName("kafka.consumer:type=consumer-fetch-manager-metrics,client-id=" + client),
                            "fetch-size-max");
        }
    }
}
