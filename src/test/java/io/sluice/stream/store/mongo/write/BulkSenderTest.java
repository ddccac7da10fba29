package io.sluice.stream.store.mongo.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.store.mongo.MongoSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("a task's bulks")
@Timeout(30)
class BulkSenderTest {

    private final CountDownLatch answer = new CountDownLatch(1);
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final List<String> refusals = new ArrayList<>();

    private static List<Pending> documents(long offset) {
        return List.of(new Pending(
                MongoSink.record("t", 0, offset),
                0,
                RawBsonDocument.parse("{}"),
                new Precedence(null, "t", 0, offset, 0)));
    }

    private BulkSender sender(MongoWriter.Delivery delivery) {
        return new BulkSender(delivery, (record, ordinal, reason) -> refusals.add(record.position() + " " + reason));
    }

    private List<Bulk.Refused> refuseWhenAsked(List<Pending> documents) {
        arrived.countDown();
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return List.of(new Bulk.Refused(documents.get(0), "no"));
    }

    @Test
    @DisplayName("go on beside it; what is refused is named by its own thread, before the next one is sent")
    void besideTheTask() throws Exception {
        BulkSender sender = sender(this::refuseWhenAsked);
        sender.send(documents(1));
        arrived.await();
        assertThat(refusals).isEmpty();

        Thread task = Thread.currentThread();
        Thread server = new Thread(() -> {
            Awaitility.await().until(() -> task.getState() == Thread.State.WAITING);
            answer.countDown();
        });
        server.start();
        sender.send(documents(2));
        assertThat(answer.getCount()).isZero();
        assertThat(refusals).containsExactly("t/0/1 no");
        sender.await();
        assertThat(refusals).containsExactly("t/0/1 no", "t/0/2 no");
        server.join();
    }

    @Test
    @DisplayName("fail the task with what they failed with, once")
    void failureFailsTheTaskOnce() throws Exception {
        BulkSender sender = sender(documents -> {
            throw new IllegalArgumentException("down");
        });
        sender.send(documents(1));
        assertThatThrownBy(sender::await)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("down");
        sender.await();
    }

    @Test
    @DisplayName("are broken off with the task, which ends after them")
    void closingBreaksThemOff() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        BulkSender sender = sender(documents -> {
            arrived.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                ended.set(true);
            }
            return List.of();
        });
        sender.send(documents(1));
        arrived.await();

        sender.close();

        assertThat(ended).isTrue();
    }
}
