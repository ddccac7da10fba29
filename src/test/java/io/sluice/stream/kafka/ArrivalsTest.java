package io.sluice.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.TestKafka;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("waiting for records")
class ArrivalsTest {

    /** Whoever returns before this was woken. */
    private static final Duration LONG = Duration.ofSeconds(60);

    /** Whoever takes nearly as long as this was not: Kafka's clock counts in milliseconds. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static final Duration WHOLE = SHORT.minusMillis(100);

    /** Between two attempts of somebody whose consumer has trouble. */
    private static final Duration PAUSE = Duration.ofMillis(900);

    private static Arrivals arrivals(String bootstrapServers, Duration longest) {
        return new Arrivals(
                ArrivalSettings.of(bootstrapServers, Map.of("group.id", "g"), longest), longest, SmallBatch.NONE);
    }

    private static Arrivals arrivals(Duration longest) {
        return arrivals(TestKafka.bootstrapServers(), longest);
    }

    private static Map<TopicPartition, Long> at(String topic, long... offsets) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (int partition = 0; partition < offsets.length; partition++) {
            positions.put(new TopicPartition(topic, partition), offsets[partition]);
        }
        return positions;
    }

    private static void append(String topic, int partition) throws Exception {
        try (Producer<byte[], byte[]> producer = TestKafka.producer()) {
            producer.send(new ProducerRecord<>(topic, partition, null, new byte[10]))
                    .get();
        }
    }

    /** How long one wait takes, on the caller's thread. */
    private static Duration wait(Arrivals arrivals, Map<TopicPartition, Long> positions) throws InterruptedException {
        long start = System.nanoTime();
        arrivals.await(positions);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** A wait on another thread, which has begun. */
    private static CompletableFuture<Duration> waiter(Arrivals arrivals, Map<TopicPartition, Long> positions) {
        CompletableFuture<Duration> took = CompletableFuture.supplyAsync(() -> {
            try (arrivals) {
                return wait(arrivals, positions);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Awaitility.await().until(arrivals::isWaiting);
        return took;
    }

    @Test
    @DisplayName("ends as soon as one is there, for everybody who waits")
    void endsForEverybodyOnceOneRecordIsThere() throws Exception {
        String topic = TestKafka.freshTopic(2);
        CompletableFuture<Duration> one = waiter(arrivals(LONG), at(topic, 0, 0));
        CompletableFuture<Duration> other = waiter(arrivals(LONG), at(topic, 0, 0));

        append(topic, 1);

        assertThat(one.get(30, TimeUnit.SECONDS)).isLessThan(LONG);
        assertThat(other.get(30, TimeUnit.SECONDS)).isLessThan(LONG);
    }

    @Test
    @DisplayName(
            "begins again at once in whatever partition the next one comes, and whatever was passed over meanwhile")
    void wakesAgain() throws Exception {
        String topic = TestKafka.freshTopic(3);
        long[] next = new long[3];
        Duration sum = Duration.ZERO;
        try (Arrivals arrivals = arrivals(Duration.ofSeconds(20))) {
            for (int round = 0; round < 12; round++) {
                // Two records, of which it may see one: the flow reads both before it waits again.
                append(topic, round % 3);
                append(topic, (round + 1) % 3);
                sum = sum.plus(wait(arrivals, at(topic, next)));
                next[round % 3]++;
                next[(round + 1) % 3]++;
            }
        }
        // One question that stays at the broker for its whole time would be more.
        assertThat(sum).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    @DisplayName("goes on while a transaction is open, and an aborted one ends it once and not for ever")
    void openTransactionGoesOnAndAnAbortedOneEndsItOnce() throws Exception {
        String topic = TestKafka.freshTopic(1);
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", TestKafka.bootstrapServers(), "transactional.id", topic),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                Arrivals arrivals = arrivals(SHORT)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, new byte[10])).get();
            assertThat(wait(arrivals, at(topic, 0))).isGreaterThan(WHOLE);

            producer.abortTransaction();
            // Never woken for what is not there, it is woken by the end of the transaction.
            Awaitility.await().until(() -> wait(arrivals, at(topic, 0)).compareTo(WHOLE) < 0);
            for (int again = 0; again < 2; again++) {
                assertThat(wait(arrivals, at(topic, 0)))
                        .as("at the same position")
                        .isGreaterThan(WHOLE);
            }
            assertThat(wait(arrivals, at(topic, 2))).as("behind it").isGreaterThan(WHOLE);

            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, new byte[10])).get();
            producer.commitTransaction();
            Awaitility.await("committed")
                    .until(() -> wait(arrivals, at(topic, 2)).compareTo(WHOLE) < 0);
        }
    }

    @Test
    @DisplayName("can be interrupted")
    void waitCanBeInterrupted() throws Exception {
        String topic = TestKafka.freshTopic(1);
        AtomicReference<Throwable> seen = new AtomicReference<>();
        try (Arrivals arrivals = arrivals(LONG)) {
            Thread thread = new Thread(() -> {
                try {
                    arrivals.await(at(topic, 0));
                } catch (Throwable e) {
                    seen.set(e);
                }
            });
            thread.start();
            Awaitility.await().until(arrivals::isWaiting);
            thread.interrupt();
            thread.join(30_000);
        }
        assertThat(seen.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    @DisplayName("takes its time and fails nobody while Kafka is away, and where the topic or the position is gone")
    void failsNobodyWhileKafkaIsAway() throws Exception {
        try (Arrivals arrivals = arrivals("127.0.0.1:1", SHORT)) {
            assertThat(wait(arrivals, at("a", 0))).isGreaterThan(WHOLE);
        }
        String topic = TestKafka.freshTopic(1);
        try (Arrivals arrivals = arrivals(SHORT)) {
            assertThat(wait(arrivals, at(topic, 100))).as("beyond the end").isGreaterThan(PAUSE);
            assertThat(wait(arrivals, at(topic, 100))).as("again").isGreaterThan(PAUSE);
            append(topic, 0);
            Awaitility.await("after trouble")
                    .until(() -> wait(arrivals, at(topic, 0)).compareTo(WHOLE) < 0);
            TestKafka.admin().deleteTopics(List.of(topic)).all().get();
            assertThat(wait(arrivals, at(topic, 1))).as("deleted").isGreaterThan(WHOLE);
            assertThat(wait(arrivals, Map.of())).as("no partitions").isGreaterThan(PAUSE);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
