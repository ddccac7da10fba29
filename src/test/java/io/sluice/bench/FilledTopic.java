package io.sluice.bench;

import io.sluice.flow.KafkaAccess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
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

/** A topic that holds exactly so many records, evenly over its partitions. */
record FilledTopic(KafkaAccess kafka, String name, int records) implements AutoCloseable {

    /**
     * Makes and fills it.
     *
     * @param compression of the producer, {@code none} or {@code lz4}
     * @param value of the record of this number, from 0
     * @throws IllegalStateException if the topic holds another number of records in the end
     */
    static FilledTopic of(
            KafkaAccess kafka, String name, int partitions, int records, String compression, IntFunction<byte[]> value)
            throws Exception {
        FilledTopic topic = new FilledTopic(kafka, name, records);
        try (Admin admin = Admin.create(topic.settings())) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
            topic.fill(partitions, compression, value);
            topic.check(admin, partitions);
        }
        return topic;
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(kafka.properties());
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return settings;
    }

    /**
     * The first record of each partition goes alone. On a topic this new the broker may refuse a batch and take the one
     * that was sent right behind it; then it takes the refused one never again, because its sequence number is too low.
     */
    private void fill(int partitions, String compression, IntFunction<byte[]> value) throws Exception {
        Map<String, Object> settings = settings();
        settings.put("linger.ms", 20);
        settings.put("batch.size", 1 << 18);
        settings.put("compression.type", compression);
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            int first = Math.min(partitions, records);
            for (int i = 0; i < first; i++) {
                producer.send(new ProducerRecord<>(name, i % partitions, null, value.apply(i)))
                        .get();
            }
            for (int i = first; i < records; i++) {
                producer.send(new ProducerRecord<>(name, i % partitions, null, value.apply(i)), (sent, e) -> {
                    if (e != null) {
                        failure.set(e);
                    }
                });
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("The topic " + name + " could not be filled", failure.get());
        }
    }

    private void check(Admin admin, int partitions) throws Exception {
        Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(name, partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        long held = admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
        if (held != records) {
            throw new IllegalStateException("The topic " + name + " holds " + held + " records, not " + records);
        }
    }

    /** Deletes it. */
    @Override
    public void close() throws Exception {
        try (Admin admin = Admin.create(settings())) {
            admin.deleteTopics(List.of(name)).all().get();
        }
    }
}
