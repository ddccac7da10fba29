package io.sluice.events;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a user can set of streams of events.
 *
 * @param maxStreams the most streams at once
 * @param maxStreamsPerAddress the most streams at once that one client address has
 * @param maxStreamsPerUser the most streams at once that one user or token has, where one has to log in
 * @param heartbeat after how long without an event a heartbeat is sent, so that nobody takes the connection for dead
 * @param kept how many events are kept for readers who come back; they are fewer where they are large
 */
@Validated
@ConfigurationProperties("sluice.events")
record EventSettings(
        @DefaultValue("256") @Min(1) @Max(10_000) int maxStreams,

        @DefaultValue("64") @Min(1) @Max(10_000) int maxStreamsPerAddress,

        @DefaultValue("64") @Min(1) @Max(10_000) int maxStreamsPerUser,

        @DefaultValue("15s") @NotNull @DurationMin(millis = 100) @DurationMax(hours = 1)
        Duration heartbeat,

        @DefaultValue("10000") @Min(1) @Max(1_000_000) int kept) {}
