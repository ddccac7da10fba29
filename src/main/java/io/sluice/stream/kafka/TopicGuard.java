package io.sluice.stream.kafka;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;

/**
 * Tells whether topics are still those that they were: Kafka's consumer goes on at the same offset in a topic that was
 * deleted and created again, as soon as that has grown so far. Asked before each micro-batch, over the client that
 * {@link Topics} keeps; one for each flow. Thread-safe.
 */
public final class TopicGuard {

    private final TopicQuestions questions;
    private final String bootstrapServers;

    TopicGuard(TopicQuestions questions, String bootstrapServers) {
        this.questions = questions;
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
            Map<String, KafkaFuture<TopicDescription>> answers = questions.ask(this, ids.keySet());
            for (Map.Entry<String, String> asked : ids.entrySet()) {
                String topic = asked.getKey();
                TopicDescription now = Topics.describe(topic, Objects.requireNonNull(answers.get(topic)));
                if (!now.topicId().toString().equals(asked.getValue())) {
                    throw new LostPositionException(
                            List.of("the topic \"" + topic + "\" was deleted and created again while it was read"));
                }
            }
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException(bootstrapServers, e.getCause() == null ? e : e.getCause());
        }
    }
}
