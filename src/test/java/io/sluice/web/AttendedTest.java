package io.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Work for a caller")
class AttendedTest {

    private final Attended gate = new Attended(1, "one at a time");

    @Test
    @DisplayName("is interrupted within a second once nobody waits for it, and then another one has its place")
    void endsWithItsCaller() {
        // The best of some, for the machine may be busy.
        assertThat(Stream.generate(this::leave).limit(5).anyMatch(took -> took.compareTo(Duration.ofSeconds(1)) < 0))
                .isTrue();
        Awaitility.await().untilAsserted(() -> assertThat(answered()).isEqualTo("done"));
    }

    /** How long work goes on that nobody waits for. */
    private Duration leave() {
        Awaitility.await().untilAsserted(() -> assertThat(answered()).isEqualTo("done"));
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        long begin = System.nanoTime();
        assertThatThrownBy(() -> gate.run(() -> true, null, "work", place -> {
                    try {
                        return new CountDownLatch(1).await(1, java.util.concurrent.TimeUnit.HOURS);
                    } catch (InterruptedException e) {
                        interrupted.complete(true);
                        throw e;
                    }
                }))
                .isInstanceOf(IOException.class);
        assertThat(interrupted.join()).isTrue();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Test
    @DisplayName("keeps its place until the last of it has ended, also after it has answered or failed")
    void keepsItsPlace() throws IOException {
        CompletableFuture<String> ended = new CompletableFuture<>();
        assertThatThrownBy(() -> gate.run(() -> false, null, "work", place -> {
                    place.until(ended);
                    throw new IllegalArgumentException("wrong");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("wrong");
        ProblemException busy = catchThrowableOfType(ProblemException.class, this::answered);
        assertThat(busy.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
        assertThat(busy).hasMessage("one at a time");
        ended.complete("now");
        assertThat(answered()).isEqualTo("done");
        assertThat(answered()).isEqualTo("done");
    }

    @Test
    @DisplayName("is done for so many at once, and not for one more")
    void soManyAtOnce() {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        try (var threads = new Closing()) {
            CompletableFuture<String> first = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return gate.run(() -> false, null, "work", place -> {
                                running.countDown();
                                open.await();
                                return "first";
                            });
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    threads.executor);
            Awaitility.await().until(() -> running.getCount() == 0);
            assertThatThrownBy(this::answered).isInstanceOf(ProblemException.class);
            open.countDown();
            assertThat(first.join()).isEqualTo("first");
        }
        Awaitility.await().untilAsserted(() -> assertThat(answered()).isEqualTo("done"));
    }

    private String answered() throws IOException {
        return gate.run(() -> false, null, "work", place -> "done");
    }

    private static final class Closing implements AutoCloseable {
        private final java.util.concurrent.ExecutorService executor = Executors.newSingleThreadExecutor();

        @Override
        public void close() {
            executor.shutdown();
        }
    }

    @Test
    @DisplayName("is done for one request of a user at a time, and the next one waits a moment for it")
    void oneOfAUser() throws IOException {
        Attended two = new Attended(2, "two at a time");
        CompletableFuture<String> ended = new CompletableFuture<>();
        two.run(() -> false, "lisa", "work", place -> {
            place.until(ended);
            return "first";
        });
        assertThatThrownBy(() -> two.run(() -> false, "lisa", "work", place -> "second"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Another of your requests");
        String his = two.run(() -> false, "bart", "work", place -> "his");
        assertThat(his).isEqualTo("his");
        CompletableFuture<String> waits = CompletableFuture.supplyAsync(() -> {
            try {
                return two.run(() -> false, "lisa", "work", place -> "second");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        ended.complete("now");
        assertThat(waits.join()).isEqualTo("second");
        String third = two.run(() -> false, "lisa", "work", place -> "third");
        assertThat(third).isEqualTo("third");
    }

    @Test
    @DisplayName("lets the newest request of a user wait, and none before it")
    void newestOfAUser() throws Exception {
        Attended two = new Attended(2, "two at a time");
        CompletableFuture<String> ended = new CompletableFuture<>();
        two.run(() -> false, "lisa", "work", place -> {
            place.until(ended);
            return "first";
        });
        FutureTask<String> second = new FutureTask<>(() -> two.run(() -> false, "lisa", "work", place -> "second"));
        Thread waiting = new Thread(second);
        waiting.start();
        Awaitility.await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        FutureTask<String> third = new FutureTask<>(() -> {
            // Alone it would have waited for two seconds.
            assertThatThrownBy(() -> second.get(1_500, TimeUnit.MILLISECONDS))
                    .hasRootCauseInstanceOf(ProblemException.class);
            ended.complete("now");
            return "";
        });
        new Thread(third).start();
        String newest = two.run(() -> false, "lisa", "work", place -> "newest");
        assertThat(newest).isEqualTo("newest");
        assertThat(third.get()).isEmpty();
    }
}
