package io.sluice.pipeline.startup;

import com.zaxxer.hikari.HikariDataSource;
import io.sluice.engine.FlowEngine;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.catalogue.PipelineStore;
import io.sluice.pipeline.lifecycle.Backoff;
import io.sluice.pipeline.lifecycle.StateListener;
import io.sluice.pipeline.lifecycle.Supervisor;
import io.sluice.pipeline.lifecycle.Surroundings;
import io.sluice.pipeline.lifecycle.Threads;
import io.sluice.web.PossibleOutage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the beans that pipelines need. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PipelineSettings.class)
class PipelineConfiguration {

    @Bean
    Threads pipelineThreads() {
        return new Threads();
    }

    /** Gives Spring Boot's pool its threads before it opens its first connection. */
    @Bean
    static BeanPostProcessor poolThreads(ObjectProvider<PoolThreads> threads) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool) {
                    pool.setThreadFactory(threads.getObject());
                }
                return bean;
            }
        };
    }

    @Bean
    PoolThreads databasePoolThreads() {
        return new PoolThreads();
    }

    /**
     * Whether this instance runs the pipelines: a standby is well, but out of service. The bean's name stands in the
     * readiness group, because requests are to go to the instance that runs them.
     */
    @Bean
    HealthIndicator ownerHealthIndicator(PipelineRegistry registry) {
        return () -> registry.closedBecause()
                .map(why -> Health.outOfService().withDetail("error", why))
                .orElseGet(Health::up)
                .build();
    }

    @Bean
    Supervisor pipelineSupervisor(
            FlowEngine engine,
            PipelineStore store,
            Threads threads,
            PipelineSettings settings,
            ApplicationEventPublisher events,
            ObjectProvider<StateListener> listening) {
        List<StateListener> listeners = listening.orderedStream().toList();
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
                settings.stopTimeout(),
                () -> events.publishEvent(new PossibleOutage()),
                (id, now) -> listeners.forEach(listener -> listener.changed(id, now))));
    }
}
