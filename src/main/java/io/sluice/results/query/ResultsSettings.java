package io.sluice.results.query;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a user can set of reading back.
 *
 * @param queryTimeout how long a store may take to answer one query; less than the 30 seconds after which a silent
 *     server counts as away
 */
@Validated
@ConfigurationProperties("sluice.results")
public record ResultsSettings(
        @DefaultValue("20s") @NotNull @DurationMin(millis = 10) @DurationMax(seconds = 25)
        Duration queryTimeout) {}
