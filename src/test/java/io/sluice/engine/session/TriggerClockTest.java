package io.sluice.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The clock of a query's triggers")
class TriggerClockTest {

    private static final Duration INTERVAL = Duration.ofMillis(300);

    /** If the machine's clock is set back meanwhile, the next trigger is that much further ahead. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    @DisplayName("waits from one trigger to the next, and no longer when the machine's clock is set back by a day")
    void waitsFromOneTriggerToTheNextWhateverTheClockSays(long days) {
        TriggerClock clock = new TriggerClock(INTERVAL);
        long next = clock.getTimeMillis() + INTERVAL.toMillis() + TimeUnit.DAYS.toMillis(days);
        long began = System.nanoTime();
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> clock.waitTillTime(next));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(INTERVAL.minusMillis(50));
    }

    @Test
    @DisplayName("does not wait on when the query is stopped")
    void doesNotWaitOnceTheQueryIsStopped() {
        Thread.currentThread().interrupt();
        new TriggerClock(Duration.ofHours(1)).waitTillTime(Long.MAX_VALUE);
        assertThat(Thread.interrupted()).isTrue();
    }
}
