package io.sluice.stream.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BatchGateTest {

    private final BatchGate gate = new BatchGate();

    @Test
    @DisplayName("a held micro-batch ends with its query, also when Spark's interrupt got lost")
    void needsNoInterrupt() throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        gate.heldUntil(stopped::get);
        assertThat(gate.shut(Duration.ZERO)).isTrue();
        CompletableFuture<Void> batch = CompletableFuture.runAsync(gate::enter);
        assertThat(gate.awaitHeld(10_000)).isTrue();
        assertThat(batch).isNotDone();

        stopped.set(true);
        assertThatThrownBy(() -> batch.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(UncheckedIOException.class);
    }

    @Test
    @DisplayName("shutting waits for the micro-batch in flight, at the longest for the deadline")
    void waitsForTheBatchInFlight() throws Exception {
        gate.enter();
        assertThat(gate.shut(Duration.ofMillis(1))).isFalse();
        gate.leave();
        assertThat(gate.shut(Duration.ZERO)).isTrue();
    }
}
