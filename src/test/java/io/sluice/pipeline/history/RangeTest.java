package io.sluice.pipeline.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.web.ProblemException;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A range of history")
class RangeTest {

    private static final Instant NOW = Instant.parse("2026-11-28T04:00:00Z");

    @ParameterizedTest(name = "from {0} to {1} by {2} has steps of {3} seconds")
    @CsvSource({
        ",,,2",
        ",,1s,2",
        ",,PT5S,5",
        "2026-11-28T03:59:00Z,,,1",
        "2026-11-28T03:59:00Z,,90,90",
        "2026-11-21T04:00:00Z,,,600",
        "2026-11-21T04:00:00Z,,400s,400",
        "2025-11-28T04:00:00Z,,1m,21600",
        "1970-01-01T00:00:00Z,9998-12-31T00:00:00Z,,126748800",
    })
    void stepFitsTheRange(String from, String to, String step, long seconds) {
        Range range = Range.of(from, to, step, NOW);
        assertThat(range.step()).isEqualTo(seconds);
        assertThat((range.bucket(range.to() - 1) - range.bucket(range.from())) / seconds + 1)
                .isBetween(1L, (long) Range.MOST_POINTS);
    }

    @ParameterizedTest(name = "from {0} to {1} by {2} is refused, with a word of {3}")
    @CsvSource({
        "yesterday,,,from",
        ",-999999999-01-01T00:00:00Z,,to",
        "2026-11-28T05:00:00Z,,,before",
        ",,0s,step",
        ",,-5s,step",
        ",,often,step",
        ",,99999999999999999999d,step",
        ",,PT9999999999999H,step",
    })
    void refusesRangesThatCannotBe(String from, String to, String step, String word) {
        assertThatThrownBy(() -> Range.of(from, to, step, NOW))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(word);
    }
}
