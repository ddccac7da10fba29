package io.sluice.topic;

import io.sluice.stream.kafka.KeptAdmin;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.KafkaAdmin;

/** Asks Kafka's administration about topics, for as long as whoever asks over REST waits. */
final class Cluster implements DisposableBean {

    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final KeptAdmin admin;

    Cluster(KafkaAdmin settings) {
        Map<String, Object> properties = new HashMap<>(settings.getConfigurationProperties());
        properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis() - 1000);
        this.admin = new KeptAdmin(properties);
    }

    /**
     * Asks the brokers and waits, at the longest for {@link #TIMEOUT}.
     *
     * @throws org.apache.kafka.common.KafkaException as Kafka says; a timeout if no broker answers
     */
    <T> T ask(Function<Admin, KafkaFuture<T>> question) {
        try {
            return question.apply(admin.get()).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    /** @throws ProblemException TOPIC_NOT_FOUND */
    TopicDescription describe(String topic) {
        try {
            return ask(admin ->
                    admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
        } catch (UnknownTopicOrPartitionException e) {
            throw new ProblemException(
                    ProblemType.TOPIC_NOT_FOUND,
                    "There is no topic '" + topic + "'. GET /api/v1/topics lists those that there are.");
        } catch (AuthorizationException e) {
            throw Refused.by(e, "DESCRIBE", topic);
        }
    }

    @Override
    public void destroy() {
        admin.close();
    }
}
