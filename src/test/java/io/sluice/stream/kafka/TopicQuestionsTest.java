package io.sluice.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testing.TestKafka;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("questions for topics")
class TopicQuestionsTest {

    private final AtomicInteger requests = new AtomicInteger();
    private final TopicQuestions questions = new TopicQuestions(counted(TestKafka.admin()));

    private Admin counted(Admin admin) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, args) -> {
                    requests.incrementAndGet();
                    return method.invoke(admin, args);
                });
    }

    private String id(Object asker, String topic) throws Exception {
        return questions.ask(asker, Set.of(topic)).get(topic).get().topicId().toString();
    }

    @Test
    @DisplayName("of one flow are all sent, and none waits")
    void questionsOfOneFlowAreAllSent() throws Exception {
        String topic = TestKafka.freshTopic(1);
        id(this, topic);
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            id(this, topic);
        }
        assertThat(requests).hasValue(21);
        // Twenty waits of the shortest kind would be longer than twenty answers of a broker on this machine.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    @DisplayName("of many flows share requests, and each has the answer of its own topic, or its own failure")
    void flowsShareRequestsAndGetTheirOwnAnswers() throws Exception {
        int flows = 50;
        int rounds = 5;
        String[] topics = {TestKafka.freshTopic(1), TestKafka.freshTopic(1)};
        String[] ids = {id("first", topics[0]), id("second", topics[1])};
        requests.set(0);
        ExecutorService threads = Executors.newFixedThreadPool(flows);
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (int flow = 0; flow < flows; flow++) {
                int mine = flow % 3;
                Object asker = new Object();
                all.add(() -> {
                    for (int round = 0; round < rounds; round++) {
                        if (mine == 2) {
                            assertThatThrownBy(() -> id(asker, "no-such-topic"))
                                    .isInstanceOf(ExecutionException.class)
                                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
                        } else {
                            assertThat(id(asker, topics[mine])).isEqualTo(ids[mine]);
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(all)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(requests.get()).isLessThan(flows * rounds / 2);
    }
}
