package io.sluice.topic;

import io.sluice.topic.TopicTimeView.PartitionTime;
import io.sluice.topic.TopicView.PartitionView;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The topics of the cluster. Thread-safe. Everything blocks, at the longest for some five seconds, and throws
 * {@link org.apache.kafka.common.errors.TimeoutException} if no broker answers.
 */
public final class TopicService {

    /** The last time that ISO 8601 writes with a year of four digits. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final Optional<Short> BROKERS_DEFAULT = Optional.empty();

    private final Cluster cluster;
    private final Appender appender;

    TopicService(Cluster cluster, Appender appender) {
        this.cluster = cluster;
        this.appender = appender;
    }

    /**
     * Creates the topic unless there is one of that name, with the broker's default replication.
     *
     * @return how many partitions it has, also where it was there before
     * @throws ProblemException INVALID_PARAMETER if Kafka has no such names; NAME_TAKEN by one that is too much alike;
     *     PLATFORM_REFUSES
     */
    public int ensure(String name, int partitions) {
        String topic = TopicNames.checked(name);
        try {
            return partitions(topic);
        } catch (AuthorizationException e) {
            throw Refused.by(e, "DESCRIBE", topic);
        } catch (UnknownTopicOrPartitionException absent) {
            create(topic, partitions);
            return partitions;
        }
    }

    /**
     * Appends values without key to an existing topic, acknowledged by all in-sync replicas, in order for each
     * partition. If this fails, some of them may have been appended.
     *
     * @return where they went, in their order
     */
    public List<AppendedRecord> append(String name, List<byte[]> values) {
        return appender.append(TopicNames.checked(name), null, null, values);
    }

    List<AppendedRecord> append(String name, @Nullable Integer partition, byte @Nullable [] key, List<byte[]> values) {
        return appender.append(TopicNames.checked(name), partition, key, values);
    }

    /** Every topic that is not Kafka's own, by name. */
    List<TopicView> list() {
        Collection<String> names =
                cluster
                        .ask(admin -> admin.listTopics(new ListTopicsOptions().listInternal(false))
                                .names())
                        .stream()
                        .filter(name -> !TopicNames.isInternal(name))
                        .toList();
        List<TopicPartition> partitions = names.isEmpty() ? List.of() : partitionsOf(names);
        Map<TopicPartition, Long> beginnings = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        Map<String, List<PartitionView>> byTopic = new HashMap<>();
        partitions.stream()
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .forEach(each -> byTopic.computeIfAbsent(each.topic(), topic -> new ArrayList<>())
                        .add(new PartitionView(
                                each.partition(), beginnings.getOrDefault(each, 0L), ends.getOrDefault(each, 0L))));
        return byTopic.entrySet().stream()
                .map(topic -> new TopicView(topic.getKey(), topic.getValue()))
                .sorted(Comparator.comparing(TopicView::name))
                .toList();
    }

    /**
     * Finds for each partition the first record that is not older than a time, by the records' own times.
     *
     * @throws ProblemException TOPIC_NOT_FOUND, PLATFORM_REFUSES; INVALID_PARAMETER for a time that Kafka does not have
     */
    TopicTimeView at(String topic, Instant time) {
        List<TopicPartition> partitions = partitionsOf(cluster.describe(topic)).toList();
        Map<TopicPartition, Long> found = offsets(partitions, OffsetSpec.forTimestamp(millis(time)));
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        return new TopicTimeView(
                topic,
                time,
                partitions.stream()
                        .map(each -> new PartitionTime(each.partition(), first(found, ends, each)))
                        .toList());
    }

    /** The end where no record is that new; Kafka says -1 then. */
    private static long first(
            Map<TopicPartition, Long> found, Map<TopicPartition, Long> ends, TopicPartition partition) {
        long first = found.getOrDefault(partition, -1L);
        return first >= 0 ? first : ends.getOrDefault(partition, 0L);
    }

    /** Kafka takes what is negative for another question, such as where a partition ends. */
    private static long millis(Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
            throw new ProblemException(
                    ProblemType.INVALID_PARAMETER,
                    "at is " + time + "; it is a time from " + Instant.EPOCH + " to " + LATEST + ".");
        }
        return time.toEpochMilli();
    }

    private int partitions(String topic) {
        return cluster.ask(admin ->
                        admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
                .partitions()
                .size();
    }

    private void create(String topic, int partitions) {
        try {
            cluster.ask(
                    admin -> admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), BROKERS_DEFAULT)))
                            .all());
        } catch (TopicExistsException e) {
            // Another client was faster, which is as good.
        } catch (InvalidTopicException e) {
            throw alike(topic).map(TopicService::taken).orElse(e);
        } catch (AuthorizationException e) {
            throw Refused.by(e, "CREATE", topic);
        }
    }

    /** A topic whose name differs by dots and underscores only; in names of metrics Kafka writes both the same. */
    private Optional<String> alike(String topic) {
        String plain = topic.replace('.', '_');
        return cluster.ask(admin -> admin.listTopics().names()).stream()
                .filter(other -> other.replace('.', '_').equals(plain))
                .findFirst();
    }

    private static RuntimeException taken(String other) {
        return new ProblemException(
                ProblemType.NAME_TAKEN,
                "There is a topic '" + other + "' already, and Kafka refuses names that differ from another by dots and"
                        + " underscores only. Append to that one, or choose another name.");
    }

    private List<TopicPartition> partitionsOf(Collection<String> names) {
        return cluster.ask(admin -> admin.describeTopics(names).allTopicNames()).values().stream()
                .flatMap(TopicService::partitionsOf)
                .toList();
    }

    private static Stream<TopicPartition> partitionsOf(TopicDescription topic) {
        return topic.partitions().stream().map(each -> new TopicPartition(topic.name(), each.partition()));
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(each -> asked.put(each, which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> answer =
                cluster.ask(admin -> admin.listOffsets(asked).all());
        answer.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }
}
