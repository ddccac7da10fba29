package io.sluice.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Tells whether topics are still those that they were: Kafka's consumer goes on at the same offset in a topic that was
 * deleted and created again, as soon as that has grown so far. Asked before each micro-batch, over the client that
 * {@link Topics} keeps. Thread-safe.
 */
public final class TopicGuard {

    private final Admin admin;
    private final String bootstrapServers;

    TopicGuard(Admin admin, String bootstrapServers) {
        this.admin = admin;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Blocks for milliseconds, or for seconds while Kafka does not answer. Asks by name, because brokers before 3.1
     * cannot be asked by id.
     *
     * @param ids by name, as {@link TopicState#id} has them
     * @throws LostPositionException if one of the topics was deleted and created again
     * @throws MissingTopicException if one of the topics was deleted
     * @throws KafkaUnavailableException if Kafka does not answer
     */
    public void check(Map<String, String> ids) throws InterruptedException {
        try {
            for (var asked :
                    admin.describeTopics(ids.keySet()).topicNameValues().entrySet()) {
                TopicDescription now = Topics.describe(asked.getKey(), asked.getValue());
                if (!now.topicId().toString().equals(ids.get(asked.getKey()))) {
                    throw new LostPositionException(List.of(
                            "the topic \"" + asked.getKey() + "\" was deleted and created again while it was read"));
                }
            }
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException(bootstrapServers, e.getCause() == null ? e : e.getCause());
        }
    }
}
