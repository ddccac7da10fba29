package io.sluice.stream.kafka;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka for topics on behalf of many flows, who all ask before each of their micro-batches. The more of them there
 * are, the longer a question waits for others to share it; a flow alone never waits. Each gets an answer of its own topics,
 * to a question that was sent after it asked. Thread-safe.
 */
final class TopicQuestions {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Between two questions, for each flow that asked within the last second beside the first. */
    private static final long EACH = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(100);

    private final Admin admin;
    private final Map<Object, Long> askers = new IdentityHashMap<>();
    private @Nullable Question open;
    private long lastSent = System.nanoTime() - LONGEST;

    TopicQuestions(Admin admin) {
        this.admin = admin;
    }

    private static final class Question {

        private final Set<String> topics = new HashSet<>();
        private final CompletableFuture<Map<String, KafkaFuture<TopicDescription>>> answers = new CompletableFuture<>();
    }

    /** @param asker the same object for each question of a flow */
    Map<String, KafkaFuture<TopicDescription>> ask(Object asker, Set<String> topics)
            throws InterruptedException, ExecutionException {
        return join(asker, topics).answers.get();
    }

    private synchronized Question join(Object asker, Set<String> topics) {
        long now = System.nanoTime();
        askers.put(asker, now);
        if (open != null) {
            open.topics.addAll(topics);
            return open;
        }
        Question question = new Question();
        question.topics.addAll(topics);
        open = question;
        askers.values().removeIf(last -> now - last > SECOND);
        long wait = Math.min(LONGEST, (askers.size() - 1) * EACH) - (now - lastSent);
        if (wait > 0) {
            CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS, Runnable::run)
                    .execute(() -> send(question));
        } else {
            send(question);
        }
        return question;
    }

    /** Does not wait for the answer. */
    private synchronized void send(Question question) {
        open = null;
        lastSent = System.nanoTime();
        try {
            question.answers.complete(admin.describeTopics(question.topics).topicNameValues());
        } catch (RuntimeException | Error e) {
            question.answers.completeExceptionally(e);
        }
    }
}
