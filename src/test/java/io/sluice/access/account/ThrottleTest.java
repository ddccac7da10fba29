package io.sluice.access.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.SetClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Guessing")
class ThrottleTest {

    private final SetClock clock = new SetClock(Instant.parse("2026-01-31T08:00:00Z"));
    private final Throttle throttle = new Throttle(3, clock);

    private void fail(String key, int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed(key);
        }
    }

    @Test
    @DisplayName("costs nothing at first, and then twice as long each time, up to five minutes")
    void takesLongerEachTime() {
        fail("a", 2);
        assertThat(throttle.wait("a")).isZero();
        fail("a", 1);
        assertThat(throttle.wait("a")).isEqualTo(Duration.ofSeconds(1));
        fail("a", 2);
        assertThat(throttle.wait("a")).isEqualTo(Duration.ofSeconds(4));
        clock.pass(Duration.ofSeconds(3));
        assertThat(throttle.wait("a")).isEqualTo(Duration.ofSeconds(1));
        fail("a", 50);
        assertThat(throttle.wait("a")).isEqualTo(Duration.ofMinutes(5));
        assertThat(throttle.wait("b")).isZero();
    }

    @Test
    @DisplayName("is forgotten after the right password, and a quarter of an hour after the last wait")
    void isForgotten() {
        fail("a", 10);
        throttle.succeeded("a");
        assertThat(throttle.wait("a")).isZero();
        fail("a", 3);
        clock.pass(Duration.ofMinutes(16));
        fail("a", 2);
        assertThat(throttle.wait("a")).isZero();
    }

    @Test
    @DisplayName("under ever other names keeps no more of them than there may be")
    void keepsFew() {
        fail("first", 5);
        for (int i = 0; i < 10_000; i++) {
            throttle.failed("other " + i);
        }
        assertThat(throttle.wait("first")).isZero();
    }
}
