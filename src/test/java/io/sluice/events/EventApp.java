package io.sluice.events;

import io.sluice.pipeline.PipelineDirectory;
import io.sluice.telemetry.PlatformParts;
import io.sluice.testing.PipelineNeeds;
import io.sluice.web.Problem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/** Events of pipelines on a fake engine and a real Postgres, served by a real server. */
@SpringBootConfiguration
@EnableAutoConfiguration
@AutoConfigurationPackage(basePackageClasses = PipelineDirectory.class)
@Import(PipelineNeeds.class)
@ComponentScan(
        basePackageClasses = {PipelineDirectory.class, Streams.class, Problem.class},
        excludeFilters =
                @Filter(
                        type = FilterType.REGEX,
                        pattern = "(.*(App|Application|Test|Case)(\\$.*)?|io.sluice.events.tail.*)"))
class EventApp {

    /** What a test says of the services. */
    @Bean
    Map<String, Object> services() {
        return new ConcurrentHashMap<>(Map.of("kafka", Map.of("reachable", true, "since", "2026-01-31T08:00:00Z")));
    }

    @Bean
    PlatformParts platformParts(Map<String, Object> services) {
        return () -> services;
    }
}
