package io.sluice.telemetry;

import io.sluice.pipeline.PipelineReadings;
import io.sluice.pipeline.PipelineRetries;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the watch over the platform. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TelemetrySettings.class)
class TelemetryConfiguration {

    @Bean
    PlatformMonitor platformMonitor(
            TelemetrySettings settings, List<Service> services, ObjectProvider<PipelineRetries> pipelines) {
        return new PlatformMonitor(
                services,
                settings.interval(),
                settings.timeout(),
                Clock.systemUTC(),
                (now, away) -> pipelines.ifAvailable(its -> its.retryNow(
                        // A pipeline notices an outage earlier than the monitor does.
                        away.plus(settings.interval()).plus(settings.timeout().multipliedBy(2)), now.reachable())));
    }

    @Bean
    ReadyLine readyLine(HealthEndpoint health, PipelineReadings readings) {
        return new ReadyLine(health, readings);
    }

    @Bean
    SparkStatus sparkStatus(SparkLookup spark) {
        return new SparkStatus(spark);
    }

    /** Whether there is somebody who computes. */
    @Bean
    HealthIndicator sparkHealthIndicator(SparkStatus spark) {
        return () -> {
            Platform.Spark now = spark.now();
            return PlatformMonitor.health(now.reachable(), now.since(), now.lastError());
        };
    }
}
