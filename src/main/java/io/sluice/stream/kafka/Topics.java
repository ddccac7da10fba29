package io.sluice.stream.kafka;

import io.sluice.stream.flow.Offsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Asks Kafka about topics, over one client that is kept. Thread-safe; blocks for seconds at most. */
public final class Topics implements AutoCloseable {

    private static final int REQUEST_TIMEOUT_MS = 5_000;
    private static final int CALL_TIMEOUT_MS = 10_000;
    private static final ListOffsetsOptions COMMITTED = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    private final String bootstrapServers;
    private final KeptAdmin admin;
    private @Nullable TopicQuestions questions;

    /** @param clientProperties further settings of Kafka clients, from the operator's configuration */
    public Topics(String bootstrapServers, Map<String, String> clientProperties) {
        this.bootstrapServers = bootstrapServers;
        Map<String, Object> properties = new HashMap<>();
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_TIMEOUT_MS);
        properties.putAll(clientProperties);
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        this.admin = new KeptAdmin(properties);
    }

    /**
     * The topics as they are.
     *
     * @throws MissingTopicException naming a topic that does not exist
     * @throws KafkaUnavailableException if Kafka does not answer
     */
    public Map<String, TopicState> states(Collection<String> topics) throws InterruptedException {
        return ask(admin -> {
            Map<String, TopicDescription> described = new HashMap<>();
            for (var topic : admin.describeTopics(topics).topicNameValues().entrySet()) {
                described.put(topic.getKey(), describe(topic.getKey(), topic.getValue()));
            }
            Map<String, TopicState> states = new HashMap<>();
            for (TopicDescription topic : described.values()) {
                states.put(topic.name(), new TopicState(topic.topicId().toString(), ranges(admin, topic)));
            }
            return states;
        });
    }

    /**
     * Which of these topics lose records by compaction; none if Kafka does not let this client ask.
     *
     * @throws KafkaUnavailableException if Kafka does not answer
     */
    public Set<String> compacted(Collection<String> topics) throws InterruptedException {
        return ask(admin -> {
            Set<String> compacted = new HashSet<>();
            List<ConfigResource> asked = topics.stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                    .toList();
            for (var answer : admin.describeConfigs(asked).values().entrySet()) {
                try {
                    ConfigEntry policy = answer.getValue().get().get(TopicConfig.CLEANUP_POLICY_CONFIG);
                    if (policy != null && policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
                        compacted.add(answer.getKey().name());
                    }
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof AuthorizationException)) {
                        throw e;
                    }
                }
            }
            return compacted;
        });
    }

    /**
     * The names of all topics that this client may see, without Kafka's own.
     *
     * @throws KafkaUnavailableException if Kafka does not answer
     */
    public Set<String> names() throws InterruptedException {
        return ask(admin -> admin.listTopics().names().get());
    }

    private static Map<Integer, TopicState.Range> ranges(Admin admin, TopicDescription topic)
            throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = partitions(Map.of(topic.name(), topic));
        var begins = admin.listOffsets(all(partitions, OffsetSpec.earliest()));
        var ends = admin.listOffsets(all(partitions, OffsetSpec.latest()));
        var committed = admin.listOffsets(all(partitions, OffsetSpec.latest()), COMMITTED);
        Map<Integer, TopicState.Range> ranges = new HashMap<>();
        for (TopicPartition partition : partitions) {
            ranges.put(
                    partition.partition(),
                    new TopicState.Range(
                            begins.partitionResult(partition).get().offset(),
                            ends.partitionResult(partition).get().offset(),
                            committed.partitionResult(partition).get().offset()));
        }
        return ranges;
    }

    private static Map<TopicPartition, OffsetSpec> all(List<TopicPartition> partitions, OffsetSpec spec) {
        return partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> spec));
    }

    private static List<TopicPartition> partitions(Map<String, TopicDescription> topics) {
        return topics.values().stream()
                .flatMap(topic -> topic.partitions().stream().map(p -> new TopicPartition(topic.name(), p.partition())))
                .toList();
    }

    /**
     * Tells from now on whether topics are still those that they were.
     *
     * @see TopicGuard
     */
    public TopicGuard guard() {
        return new TopicGuard(questions(), bootstrapServers);
    }

    private synchronized TopicQuestions questions() {
        if (questions == null) {
            questions = new TopicQuestions(admin.get());
        }
        return questions;
    }

    /** Ends the guards, too. */
    @Override
    public void close() {
        admin.close();
    }

    static TopicDescription describe(String topic, KafkaFuture<TopicDescription> described)
            throws ExecutionException, InterruptedException {
        try {
            return described.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new MissingTopicException(topic);
            }
            throw e;
        }
    }

    /**
     * The offset of the first record with this timestamp or a later one in each partition; -1, which stands for the
     * end, where there is none.
     *
     * @throws KafkaUnavailableException if Kafka does not answer
     */
    public Offsets offsetsAt(Map<String, TopicState> topics, Instant timestamp) throws InterruptedException {
        List<TopicPartition> partitions = topics.entrySet().stream()
                .flatMap(topic -> topic.getValue().partitions().keySet().stream()
                        .map(partition -> new TopicPartition(topic.getKey(), partition)))
                .toList();
        OffsetSpec spec = OffsetSpec.forTimestamp(StartingPositions.millis(timestamp));
        return ask(admin -> offsets(admin, partitions, spec, new ListOffsetsOptions()));
    }

    /**
     * The offset after the newest record that a transaction has committed, in each partition of the topics that exist.
     *
     * @throws KafkaUnavailableException if Kafka does not answer
     */
    public Offsets endOffsets(Collection<String> topics) throws InterruptedException {
        return ask(admin -> {
            Map<String, TopicDescription> described = new HashMap<>();
            for (var topic : admin.describeTopics(topics).topicNameValues().entrySet()) {
                try {
                    described.put(topic.getKey(), describe(topic.getKey(), topic.getValue()));
                } catch (MissingTopicException e) {
                    // A topic that does not exist has no end.
                }
            }
            return offsets(admin, partitions(described), OffsetSpec.latest(), COMMITTED);
        });
    }

    private static Offsets offsets(
            Admin admin, List<TopicPartition> partitions, OffsetSpec spec, ListOffsetsOptions options)
            throws ExecutionException, InterruptedException {
        Offsets.Builder offsets = new Offsets.Builder();
        admin.listOffsets(all(partitions, spec), options)
                .all()
                .get()
                .forEach((partition, info) -> offsets.put(partition.topic(), partition.partition(), info.offset()));
        return offsets.build();
    }

    private <T> T ask(Question<T> question) throws InterruptedException {
        try {
            return question.put(admin.get());
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException(bootstrapServers, e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            throw new KafkaUnavailableException(bootstrapServers, e);
        }
    }

    private interface Question<T> {
        T put(Admin admin) throws ExecutionException, InterruptedException;
    }
}
