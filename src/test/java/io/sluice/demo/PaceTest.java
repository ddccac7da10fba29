package io.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    @ParameterizedTest
    @CsvSource({"0.1,10000", "5,200", "10000,100"})
    @DisplayName("gives the rate over a minute, at sensible intervals")
    void keepsTheRateOverAMinute(double perSecond, long millis) {
        Pace pace = new Pace(perSecond, 0);
        assertThat(pace.interval()).isEqualTo(Duration.ofMillis(millis));
        long given = 0;
        for (long now = 0;
                now <= Duration.ofMinutes(1).toNanos();
                now += pace.interval().toNanos()) {
            given += pace.due(now);
        }
        assertThat(given).isEqualTo((long) (60 * perSecond));
    }

    @ParameterizedTest
    @CsvSource({"5", "10000"})
    @DisplayName("does not make up for an hour's outage")
    void doesNotMakeUpForAnOutage(double perSecond) {
        Pace pace = new Pace(perSecond, 0);
        long hour = Duration.ofHours(1).toNanos();
        assertThat(pace.due(hour)).isEqualTo(5_000);
        assertThat(pace.due(hour + Duration.ofSeconds(1).toNanos() / 10)).isLessThanOrEqualTo(1_000);
    }
}
