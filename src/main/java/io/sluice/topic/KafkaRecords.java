package io.sluice.topic;

import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.kafka.records.PassingRecords;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;

/** Finds single records, with a consumer that lives as long as the request. Thread-safe. */
public final class KafkaRecords {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Map<String, Object> COMMITTED = Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    private static final Map<String, Object> ALL = Map.of(
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1, ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");

    private final Cluster cluster;
    private final Function<Map<String, Object>, Consumer<byte[], byte[]>> consumers;

    /** @param consumers of these settings beside those that are always the same */
    KafkaRecords(Cluster cluster, Function<Map<String, Object>, Consumer<byte[], byte[]>> consumers) {
        this.cluster = cluster;
        this.consumers = consumers;
    }

    /**
     * What stands at a position.
     *
     * @param record null if there is none that a reader of committed records gets
     * @param gone why there is none; null if there is one
     */
    public record Found(
            @Nullable SourceRecord record, @Nullable String gone) {

        private static Found gone(String why) {
            return new Found(null, why);
        }
    }

    /** @throws ProblemException INVALID_PARAMETER for a name that no topic has; PLATFORM_UNAVAILABLE; PLATFORM_REFUSES */
    public Found at(Position position) {
        String topic = TopicNames.checked(position.topic());
        TopicPartition partition = new TopicPartition(topic, position.partition());
        try {
            int partitions = cluster.describe(topic).partitions().size();
            if (position.partition() >= partitions) {
                return Found.gone("The topic has the partitions 0 to " + (partitions - 1) + ".");
            }
            return at(partition, position.offset());
        } catch (ProblemException e) {
            if (e.type() == ProblemType.TOPIC_NOT_FOUND) {
                return Found.gone("The topic does not exist: it was deleted, or never created.");
            }
            throw e;
        } catch (AuthorizationException e) {
            throw Refused.by(e, "READ", topic);
        }
    }

    private Found at(TopicPartition partition, long offset) {
        try (Consumer<byte[], byte[]> consumer = consumers.apply(COMMITTED)) {
            long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            if (offset < begin) {
                return Found.gone("It is not in the topic any more: the partition begins at offset " + begin
                        + ", what was before was removed by the topic's retention or deleted.");
            }
            if (offset < end) {
                SourceRecord record = read(consumer, partition, offset);
                return record == null ? Found.gone(gap(partition, offset)) : new Found(record, null);
            }
            return Found.gone(ahead(partition, offset, end));
        }
    }

    private String ahead(TopicPartition partition, long offset, long committedEnd) {
        try (Consumer<byte[], byte[]> consumer = consumers.apply(ALL)) {
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            return offset < end
                    ? "It belongs to a transaction, or stands behind one, that is neither committed nor aborted yet: what"
                            + " can be read ends at offset " + committedEnd + "."
                    : "It is not there yet: the partition ends at offset " + end + ".";
        }
    }

    private String gap(TopicPartition partition, long offset) {
        try (Consumer<byte[], byte[]> consumer = consumers.apply(ALL)) {
            if (read(consumer, partition, offset) != null) {
                return "The transaction that wrote it was aborted, so nobody who reads committed records gets it.";
            }
        }
        return isCompacted(partition.topic())
                ? "There is no record: it was compacted away, because a newer one has its key, or it is the marker of a"
                        + " transaction, which Kafka keeps for itself."
                : "There is no record: it is the marker of a transaction, which Kafka keeps for itself.";
    }

    private boolean isCompacted(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return cluster.ask(admin ->
                        admin.describeConfigs(List.of(resource)).values().get(resource))
                .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                .value()
                .contains(TopicConfig.CLEANUP_POLICY_COMPACT);
    }

    private static @Nullable SourceRecord read(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        long deadline = System.nanoTime() + Cluster.TIMEOUT.toNanos();
        while (consumer.position(partition) == offset) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return record.offset() == offset ? PassingRecords.source(record) : null;
            }
            if (System.nanoTime() > deadline) {
                throw new ProblemException(
                        ProblemType.PLATFORM_UNAVAILABLE,
                        "Kafka did not deliver the record within " + Cluster.TIMEOUT.toSeconds()
                                + " s. Repeat the request later.");
            }
        }
        return null;
    }
}
