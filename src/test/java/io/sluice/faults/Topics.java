package io.sluice.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** Makes the topics of a run. */
final class Topics {

    private static final int COMPACTED = 1000;

    private Topics() {}

    /**
     * The keyed topic begins with a stretch that the broker has compacted, so that its offsets have gaps. Nothing is
     * compacted later: what a consumer got to see of it would depend on when it looked.
     */
    static void create(String bootstrapServers, Feeder feeder) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            set(admin, new ConfigResource(ConfigResource.Type.BROKER, "1"), Map.of("log.cleaner.backoff.ms", "200"));
            Optional<Integer> partitions = Optional.of(Records.PARTITIONS);
            NewTopic plain = new NewTopic(Records.PLAIN_TOPIC, partitions, Optional.empty());
            NewTopic keyed = new NewTopic(Records.KEYED_TOPIC, partitions, Optional.empty())
                    .configs(Map.of(
                            "cleanup.policy", "compact",
                            "segment.ms", "100",
                            "min.cleanable.dirty.ratio", "0.01"));
            admin.createTopics(List.of(plain, keyed)).all().get();
            feeder.sendKeyed(COMPACTED);
            Awaitility.await("compaction of " + Records.KEYED_TOPIC)
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        feeder.sendKeyed(8); // ends the segment before
                        return hasGap(bootstrapServers);
                    });
            set(
                    admin,
                    new ConfigResource(ConfigResource.Type.TOPIC, Records.KEYED_TOPIC),
                    Map.of("min.compaction.lag.ms", Long.toString(Long.MAX_VALUE), "segment.ms", "604800000"));
        }
    }

    private static void set(Admin admin, ConfigResource resource, Map<String, String> settings) throws Exception {
        List<AlterConfigOp> changes = settings.entrySet().stream()
                .map(each ->
                        new AlterConfigOp(new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
    }

    /** Whether every partition has lost records. */
    private static boolean hasGap(String bootstrapServers) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, Records.PARTITIONS)
                    .mapToObj(each -> new TopicPartition(Records.KEYED_TOPIC, each))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<TopicPartition> whole = new ArrayList<>(partitions);
            long[] next = new long[Records.PARTITIONS];
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (record.offset() > next[record.partition()]) {
                        whole.removeIf(each -> each.partition() == record.partition());
                    }
                    next[record.partition()] = record.offset() + 1;
                });
            }
            return whole.isEmpty();
        }
    }
}
