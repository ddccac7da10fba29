package io.sluice.pipeline;

import io.sluice.engine.FlowEngine;
import io.sluice.pipeline.lifecycle.Backoff;
import io.sluice.pipeline.lifecycle.Supervisor;
import io.sluice.pipeline.lifecycle.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the room together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PipelineSettings.class)
class PipelineConfiguration {

    @Bean
    Threads pipelineThreads() {
        return new Threads();
    }

    /** Its name is that in the readiness group: requests are to go to the instance that runs the pipelines. */
    @Bean
    HealthIndicator ownerHealthIndicator(PipelineRegistry registry) {
        return new OwnerHealth(registry);
    }

    @Bean
    Supervisor pipelineSupervisor(FlowEngine engine, PipelineStore store, Threads threads, PipelineSettings settings) {
        // The precision that the database keeps, so that a state looks the same after a restart.
        Clock clock = Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));
        return new Supervisor(new Surroundings(
                engine,
                store,
                threads.workers(),
                threads.alarms(),
                clock,
                System::nanoTime,
                new Backoff(() -> ThreadLocalRandom.current().nextDouble()),
                settings.stopTimeout()));
    }
}
