package io.sluice.events.tail;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a user can set of tails.
 *
 * @param maxTails the most tails at once: each has a thread, and a consumer
 * @param recordsPerSecond the most records that one tail reads
 */
@Validated
@ConfigurationProperties("sluice.tail")
record TailSettings(
        @DefaultValue("4") @Min(1) @Max(16) int maxTails,

        @DefaultValue("50") @Min(1) @Max(1_000) int recordsPerSecond) {}
