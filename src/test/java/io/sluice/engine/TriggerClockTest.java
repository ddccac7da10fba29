package io.sluice.engine;

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

    private static final long INTERVAL = 300;

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1})
    @DisplayName("waits no longer than from one trigger to the next, also when the machine's clock is set by a day")
    void waits(long days) {
        SetClock clock = new SetClock();
        long next = clock.getTimeMillis() + INTERVAL;
        clock.set = TimeUnit.DAYS.toMillis(days);
        long began = System.nanoTime();
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> clock.waitTillTime(next));
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        if (days <= 0) {
            assertThat(waited).isGreaterThanOrEqualTo(INTERVAL - 50);
        }
    }

    @Test
    @DisplayName("does not wait on when the query is stopped")
    void stops() {
        Thread.currentThread().interrupt();
        new TriggerClock(Duration.ofHours(1)).waitTillTime(Long.MAX_VALUE);
        assertThat(Thread.interrupted()).isTrue();
    }

    /** The machine's, which somebody sets. */
    private static final class SetClock extends TriggerClock {

        private volatile long set;

        SetClock() {
            super(Duration.ofMillis(INTERVAL));
        }

        @Override
        public long getTimeMillis() {
            return super.getTimeMillis() + set;
        }
    }
}
