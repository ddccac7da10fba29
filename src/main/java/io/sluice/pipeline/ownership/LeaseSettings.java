package io.sluice.pipeline.ownership;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings by which instances on one database take turns.
 *
 * @param duration after which another instance takes over from one that is silent; it is renewed five times as often
 */
@Validated
@ConfigurationProperties("sluice.lease")
record LeaseSettings(
        @DefaultValue("10s") @NotNull @DurationMin(seconds = 2) @DurationMax(hours = 1)
        Duration duration) {

    /** The time between two renewals. */
    Duration interval() {
        return duration.dividedBy(5);
    }
}
