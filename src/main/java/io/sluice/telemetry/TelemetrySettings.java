package io.sluice.telemetry;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a user can set of the platform's watch.
 *
 * @param interval between two checks of a service
 * @param timeout after which a check counts as failed
 */
@ConfigurationProperties("sluice.platform")
record TelemetrySettings(
        @DefaultValue("5s") Duration interval,
        @DefaultValue("2s") Duration timeout) {

    TelemetrySettings {
        if (interval.toMillis() < 100 || timeout.toMillis() < 100) {
            throw new IllegalArgumentException("sluice.platform.interval and .timeout must be at least 100ms");
        }
    }
}
