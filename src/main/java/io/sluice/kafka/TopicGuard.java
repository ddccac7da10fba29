package io.sluice.kafka;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicIdException;

/**
 * Tells whether topics are still those that they were: Kafka's consumer goes on at the same offset in a topic that was
 * deleted and created again, as soon as that has grown so far. Keeps a client, because it is asked before each
 * micro-batch. Thread-safe.
 */
public final class TopicGuard implements AutoCloseable {

    private final Admin admin;
    private final String bootstrapServers;

    TopicGuard(Admin admin, String bootstrapServers) {
        this.admin = admin;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Blocks for milliseconds, or for seconds while Kafka does not answer.
     *
     * @param ids as {@link TopicState#id} has them
     * @throws LostPositionException if one of the topics was deleted
     * @throws KafkaUnavailableException if Kafka does not answer
     */
    public void check(Collection<String> ids) throws InterruptedException {
        List<Uuid> asked = ids.stream().map(Uuid::fromString).toList();
        try {
            admin.describeTopics(TopicCollection.ofTopicIds(asked))
                    .allTopicIds()
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicIdException) {
                throw new LostPositionException(List.of("a topic was deleted while it was read"));
            }
            throw new KafkaUnavailableException(bootstrapServers, e.getCause() == null ? e : e.getCause());
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
