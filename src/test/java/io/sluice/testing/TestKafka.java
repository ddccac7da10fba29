package io.sluice.testing;

import io.sluice.embedded.kafka.BrokerForTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** One real broker per test JVM, started at first use; tests share it and make topics of their own. */
public final class TestKafka {

    private static final AtomicInteger TOPICS = new AtomicInteger();

    private TestKafka() {}

    public static String bootstrapServers() {
        return Server.BOOTSTRAP_SERVERS;
    }

    /** A new topic of a name that no other test has; it keeps its records, however old they say they are. */
    public static String freshTopic(int partitions) {
        String name = "test-" + TOPICS.incrementAndGet();
        createTopic(name, partitions, Map.of("retention.ms", "-1"));
        return name;
    }

    /** Returns when the broker knows the topic and leads each of its partitions. */
    public static void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /** As above, with the topic's own settings such as {@code retention.ms}. */
    public static void createTopic(String name, int partitions, Map<String, String> settings) {
        NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings);
        try {
            admin().createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        awaitTopic(admin(), name, partitions);
    }

    /**
     * Returns when the broker, which has one node, knows the topic and leads each of its partitions. The controller
     * answers a creation before that: the broker learns of the topic in its own time.
     */
    public static void awaitTopic(Admin admin, String name, int partitions) {
        Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, partitions)
                .boxed()
                .collect(Collectors.toMap(each -> new TopicPartition(name, each), each -> OffsetSpec.latest()));
        Awaitility.await("topic " + name)
                .ignoreExceptionsInstanceOf(ExecutionException.class)
                .until(() -> admin.listOffsets(ends).all().get() != null);
    }

    /** Returns when the partition ends before this offset: the marker of a transaction comes after its end is told. */
    public static void awaitEnd(TopicPartition partition, long end) {
        Map<TopicPartition, OffsetSpec> latest = Map.of(partition, OffsetSpec.latest());
        Awaitility.await("end of " + partition)
                .until(() ->
                        admin().listOffsets(latest).all().get().get(partition).offset() == end);
    }

    /** Shared; never close it. */
    public static Admin admin() {
        return Server.ADMIN;
    }

    /** Of a consumer as tasks have it: it sees what is committed, and a position that is lost is an error. */
    public static Map<String, Object> consumerSettings() {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "key.deserializer",
                ByteArrayDeserializer.class.getName(),
                "value.deserializer",
                ByteArrayDeserializer.class.getName(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "none",
                "enable.auto.commit",
                "false");
    }

    /**
     * A producer of bytes, idempotent; the caller closes it. It sends one batch after the other: in a topic just made, a
     * broker may refuse a first batch and take the one behind it, and then it refuses the first for good.
     */
    public static Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers(), "max.in.flight.requests.per.connection", "1"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static final class Server {
        static final String BOOTSTRAP_SERVERS = start();
        static final Admin ADMIN = Admin.create(Map.of("bootstrap.servers", BOOTSTRAP_SERVERS));

        private static String start() {
            try {
                return BrokerForTests.start(Files.createTempDirectory("sluice-test-kafka"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
