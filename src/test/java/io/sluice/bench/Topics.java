package io.sluice.bench;

import io.sluice.flow.KafkaAccess;
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
    private static final int ATTEMPTS = 3;

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

    private static Map<String, Object> settings(KafkaAccess kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.properties());
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return settings;
    }

    static void fill(KafkaAccess kafka, String topic, int records) throws Exception {
        fill(kafka, topic, PARTITIONS, records, QuoteRecords::json);
    }

    /**
     * Exactly these records, counted at the end, or none: a topic that has more or less is made and filled anew, twice
     * at most.
     *
     * @param value of the record of this number, from 0
     */
    static void fill(KafkaAccess kafka, String topic, int partitions, int records, IntFunction<byte[]> value)
            throws Exception {
        try (Admin admin = Admin.create(settings(kafka))) {
            String fault = "";
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (attempt > 0) {
                    admin.deleteTopics(List.of(topic)).all().get();
                }
                create(admin, topic, partitions);
                Exception failure = send(kafka, topic, partitions, records, value);
                long filled = count(admin, topic, partitions);
                if (failure == null && filled == records) {
                    return;
                }
                fault = filled + " of " + records + " records, " + failure;
                Output.print("Filling %s again: %s", topic, fault);
            }
            throw new IllegalStateException("The topic " + topic + " could not be filled: " + fault);
        }
    }

    /**
     * Not idempotent: with sequence numbers, one batch whose answer is lost or late is refused as out of order from then
     * on, until its delivery times out, while the stall that it came from is long over. Without them a batch sent twice
     * may stand there twice, which the count tells.
     */
    private static @Nullable Exception send(
            KafkaAccess kafka, String topic, int partitions, int records, IntFunction<byte[]> value) {
        Map<String, Object> settings = settings(kafka);
        settings.put("linger.ms", 20);
        settings.put("batch.size", 1 << 18);
        settings.put("enable.idempotence", false);
        settings.put("acks", "all");
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records && failure.get() == null; i++) {
                producer.send(new ProducerRecord<>(topic, i % partitions, null, value.apply(i)), (sent, e) -> {
                    if (e != null) {
                        failure.set(e);
                    }
                });
            }
            producer.flush();
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
