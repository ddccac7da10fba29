package io.sluice.pipeline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A question to a server")
class InquiryTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static boolean isAway(Throwable failure) {
        return failure.getCause() instanceof UncheckedIOException;
    }

    private static Inquiry inquiry(Duration patience) {
        return new Inquiry(Runnable::run, patience, InquiryTest::isAway);
    }

    @Test
    @DisplayName("is answered")
    void isAnswered() {
        assertThat(inquiry(LONG).ask("The answer", () -> 42).or(null)).isEqualTo(42);
    }

    @Test
    @DisplayName("has no known answer while the server is away, or has not answered in time")
    void isUnknownWhileTheServerIsAway() {
        var away = inquiry(LONG).ask("The answer", () -> {
            throw new UncheckedIOException(new IOException("refused"));
        });
        var silent =
                new Inquiry.Answer<>("The answer", new CompletableFuture<>(), System.nanoTime(), InquiryTest::isAway);

        assertThat(away.or(null)).isNull();
        assertThat(silent.or(null)).isNull();
    }

    @Test
    @DisplayName("has no known answer while too many others are open, or no thread is free")
    void isUnknownWhileItCannotBeAsked() {
        Inquiry hung = new Inquiry(question -> {}, LONG, InquiryTest::isAway);
        IntStream.range(0, 8).forEach(open -> hung.ask("The answer", () -> 42));
        Inquiry busy = new Inquiry(
                question -> {
                    throw new RejectedExecutionException("no thread is free");
                },
                LONG,
                InquiryTest::isAway);

        assertThat(hung.ask("The answer", () -> 42).or(null)).isNull();
        assertThat(busy.ask("The answer", () -> 42).or(null)).isNull();
    }

    @Test
    @DisplayName("may be one of eight that are open")
    void eightMayBeOpen() {
        List<Runnable> open = new ArrayList<>();
        Inquiry inquiry = new Inquiry(open::add, LONG, InquiryTest::isAway);
        List<Inquiry.Answer<Integer>> answers = IntStream.range(0, 8)
                .mapToObj(n -> inquiry.ask("The answer", () -> n))
                .toList();

        open.forEach(Runnable::run);

        assertThat(answers).extracting(answer -> answer.or(null)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    @DisplayName("gives its place back, whether it fails, is not begun, or finds no thread at all")
    void givesItsPlaceBack() {
        Executor busy = question -> {
            throw new RejectedExecutionException("no thread is free");
        };
        Executor broken = question -> {
            throw new IllegalStateException("there can be no thread");
        };
        AtomicReference<Executor> threads = new AtomicReference<>();
        Inquiry inquiry = new Inquiry(question -> threads.get().execute(question), LONG, InquiryTest::isAway);
        for (Executor each : List.<Executor>of(Runnable::run, busy, broken)) {
            threads.set(each);
            for (int i = 0; i < 20; i++) {
                inquiry.ask("The answer", () -> {
                    throw new UncheckedIOException(new IOException("refused"));
                });
            }
        }

        threads.set(Runnable::run);

        assertThat(inquiry.ask("The answer", () -> 42).or(null)).isEqualTo(42);
    }

    @Test
    @DisplayName("has no known answer for a thread that is interrupted, and leaves it interrupted")
    void leavesItsThreadInterrupted() {
        var silent = new Inquiry.Answer<>(
                "The answer", new CompletableFuture<>(), System.nanoTime() + LONG.toNanos(), InquiryTest::isAway);
        Thread.currentThread().interrupt();

        assertThat(silent.or(null)).isNull();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    @DisplayName("that fails by a fault of its own is no outage: whoever asked gets the fault")
    void passesFaultsOn() {
        var faulty = inquiry(LONG).ask("The answer", () -> {
            throw new NullPointerException("a bug");
        });

        assertThatThrownBy(() -> faulty.or(null))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("a bug");
    }
}
