package io.sluice.bench;

import io.sluice.stream.kafka.KafkaAccess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Makes topics, and fills new ones evenly. */
final class Topics {

    private static final int PARTITIONS = 4;

    private Topics() {}

    static void create(KafkaAccess kafka, String topic, int partitions) throws Exception {
        try (Admin admin = Admin.create(settings(kafka))) {
            create(admin, topic, partitions);
        }
    }

    private static void create(Admin admin, String topic, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get();
    }

    static void delete(KafkaAccess kafka, String topic) throws Exception {
        try (Admin admin = Admin.create(settings(kafka))) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    private static Map<String, Object> settings(KafkaAccess kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.properties());
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return settings;
    }

    static void fill(KafkaAccess kafka, String topic, int records) throws Exception {
        fill(kafka, topic, PARTITIONS, records, QuoteRecords::json);
    }

    static void fill(KafkaAccess kafka, String topic, int partitions, int records, IntFunction<byte[]> value)
            throws Exception {
        fill(kafka, topic, partitions, records, "none", value);
    }

    /**
     * Makes a topic with exactly these records.
     *
     * @param compression of the producer, {@code none} or {@code lz4}
     * @param value of the record of this number, from 0
     * @throws IllegalStateException if the topic holds another number of records in the end
     */
    static void fill(
            KafkaAccess kafka, String topic, int partitions, int records, String compression, IntFunction<byte[]> value)
            throws Exception {
        try (Admin admin = Admin.create(settings(kafka))) {
            create(admin, topic, partitions);
            Exception failure = send(kafka, topic, partitions, records, compression, value);
            long filled = count(admin, topic, partitions);
            if (failure != null || filled != records) {
                throw new IllegalStateException(
                        "The topic " + topic + " holds " + filled + " of " + records + " records", failure);
            }
        }
    }

    /**
     * One request at a time: in a topic this new the broker may refuse a batch and take the one that was sent right behind
     * it, and then never again the one that it refused, because its sequence number is too low.
     */
    private static @Nullable Exception send(
            KafkaAccess kafka,
            String topic,
            int partitions,
            int records,
            String compression,
            IntFunction<byte[]> value) {
        Map<String, Object> settings = settings(kafka);
        settings.put("linger.ms", 20);
        settings.put("batch.size", 1 << 18);
        settings.put("compression.type", compression);
        settings.put("max.in.flight.requests.per.connection", 1);
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records && failure.get() == null; i++) {
                producer.send(new ProducerRecord<>(topic, i % partitions, null, value.apply(i)), (sent, e) -> {
                    if (e != null) {
                        failure.set(e);
                    }
                });
            }
        }
        return failure.get();
    }

    private static long count(Admin admin, String topic, int partitions) throws Exception {
        Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, partitions)
                .boxed()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic, partition), partition -> OffsetSpec.latest()));
        return admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
    }
}
