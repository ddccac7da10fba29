package io.sluice.web.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The rate of requests")
class RequestRateTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong clock = new AtomicLong();
    private final RequestRate rate = new RequestRate(10, clock::get);

    private long taken(String caller, int tries) {
        return IntStream.range(0, tries).filter(i -> rate.take(caller) == null).count();
    }

    @Test
    @DisplayName("is so many per second of each caller, after twice as many at once")
    void isThatOfEachCaller() {
        assertThat(taken("a", 50)).isEqualTo(20);
        assertThat(rate.take("a")).hasMessageContaining("10 requests per second");
        assertThat(taken("b", 50)).isEqualTo(20);
        clock.addAndGet(SECOND / 2);
        assertThat(taken("a", 50)).isEqualTo(5);
        clock.addAndGet(100 * SECOND);
        assertThat(taken("a", 50)).isEqualTo(20);
    }

    @Test
    @DisplayName("is any with 0")
    void isAnyWithZero() {
        RequestRate any = new RequestRate(0, clock::get);
        assertThat(IntStream.range(0, 100_000).allMatch(i -> any.take("a") == null))
                .isTrue();
    }

    @Test
    @DisplayName("keeps those callers who sent the last ones, so that who sends without end is not forgotten")
    void keepsTheLastCallers() {
        taken("a", 50);
        for (int i = 0; i < 3 * RequestRate.KEPT; i++) {
            rate.take("other " + i);
            if (i % 1000 == 0) {
                assertThat(rate.take("a")).isNotNull();
            }
        }
    }
}
