package io.sluice.demo;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a user can set of the demonstration.
 *
 * @param enabled whether the pipeline is created and fed; unless set, only while Kafka is the embedded one
 * @param rate records per second that the feed appends
 */
@Validated
@ConfigurationProperties("sluice.demo")
record DemoSettings(
        @Nullable Boolean enabled,

        @DefaultValue("5") @DecimalMin("0.1") @DecimalMax("10000")
        double rate) {}
