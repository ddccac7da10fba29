package io.sluice.telemetry.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.sluice.pipeline.PipelineReadings;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the meters of the pipelines. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MeterSettings.class)
class MeterConfiguration {

    /** Boot's meters of the disk carry a path of the machine. */
    @Bean
    MeterFilter diskWithoutPath() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().startsWith("disk.") ? id.replaceTags(Tags.of("path", "working-directory")) : id;
            }
        };
    }

    @Bean
    PipelineMeters pipelineMeters(MeterRegistry registry, PipelineReadings readings) {
        return new PipelineMeters(registry, readings, Clock.systemUTC());
    }

    @Bean
    MeterRefresh meterRefresh(PipelineMeters meters, MeterSettings settings) {
        return new MeterRefresh(meters, settings.interval());
    }
}
