package io.sluice.pipeline.letters;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How long rejected records are kept.
 *
 * @param maxAge after which a rejected record is deleted; unset keeps it
 * @param maxNumber how many rejected records of one pipeline are kept, the newest; unset keeps all
 */
@Validated
@ConfigurationProperties("sluice.dead-letters")
record LetterSettings(
        @DurationMin(minutes = 1) @DurationMax(days = 36_500) @Nullable
        Duration maxAge,

        @Min(0) @Nullable Long maxNumber) {

    boolean keepAll() {
        return maxAge == null && maxNumber == null;
    }
}
