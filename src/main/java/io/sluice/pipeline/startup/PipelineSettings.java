package io.sluice.pipeline.startup;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How pipelines are kept.
 *
 * @param directory of definitions, {@code *.yml}, which are loaded at start-up; it may be absent
 * @param stopTimeout how long the micro-batch in flight may take to finish when its pipeline stops
 */
@Validated
@ConfigurationProperties("sluice.pipelines")
record PipelineSettings(
        @DefaultValue("./pipelines") @NotNull Path directory,

        @DefaultValue("30s") @NotNull @DurationMin(seconds = 1) @DurationMax(hours = 1)
        Duration stopTimeout) {}
