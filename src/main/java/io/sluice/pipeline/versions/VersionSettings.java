package io.sluice.pipeline.versions;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many versions there are.
 *
 * @param keep the newest versions of each definition that are kept
 */
@Validated
@ConfigurationProperties("sluice.versions")
record VersionSettings(
        @DefaultValue("1000") @Min(1) @Max(100_000) int keep) {}
