package io.sluice.bench;

import io.sluice.flow.KafkaAccess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes topics, and fills new ones of four partitions evenly. */
final class Topics {

    private static final int PARTITIONS = 4;

    private Topics() {}

    static void create(KafkaAccess kafka, String topic, int partitions) throws Exception {
        Map<String, Object> settings = new HashMap<>(kafka.properties());
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    static void fill(KafkaAccess kafka, String topic, int records) throws Exception {
        fill(kafka, topic, records, QuoteRecords::json);
    }

    /** @param value of the record of this number, from 0 */
    static void fill(KafkaAccess kafka, String topic, int records, IntFunction<byte[]> value) throws Exception {
        Map<String, Object> settings = new HashMap<>(kafka.properties());
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put("linger.ms", 20);
        settings.put("batch.size", 1 << 18);
        create(kafka, topic, PARTITIONS);
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(topic, i % PARTITIONS, null, value.apply(i)), (sent, e) -> {
                    if (e != null) {
                        failure.set(e);
                    }
                });
            }
            producer.flush();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("The topic " + topic + " could not be filled", failure.get());
        }
    }
}
