package io.sluice.pipeline.history;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long the history of pipelines is kept.
 *
 * @param seconds how long each second is kept
 * @param minutes how long each minute is kept
 * @param hours how long each hour is kept, and the marks
 * @param interval between two times that it is written to the database
 */
@Validated
@ConfigurationProperties("sluice.history")
record HistorySettings(
        @DefaultValue("1h") @NotNull @DurationMin(minutes = 1) @DurationMax(days = 1)
        Duration seconds,

        @DefaultValue("7d") @NotNull @DurationMin(hours = 1) @DurationMax(days = 100)
        Duration minutes,

        @DefaultValue("365d") @NotNull @DurationMin(days = 1) @DurationMax(days = 3660)
        Duration hours,

        @DefaultValue("5s") @NotNull @DurationMin(seconds = 1) @DurationMax(minutes = 1)
        Duration interval) {

    Duration kept(Level level) {
        return switch (level) {
            case SECONDS -> seconds;
            case MINUTES -> minutes;
            case HOURS -> hours;
        };
    }
}
