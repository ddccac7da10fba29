package io.sluice.telemetry.metrics;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a user can set of the pipelines' meters.
 *
 * @param interval between two readings of the ledger, and two questions to Kafka for the ends of topics
 */
@ConfigurationProperties("sluice.metrics")
record MeterSettings(@DefaultValue("5s") Duration interval) {

    MeterSettings {
        if (interval.toMillis() < 100) {
            throw new IllegalArgumentException("sluice.metrics.interval must be at least 100ms");
        }
    }
}
