package io.sluice.pipeline.ownership;

import io.sluice.engine.Instance;
import io.sluice.stream.flow.PostgresAccess;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the room together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LeaseSettings.class)
class OwnershipConfiguration {

    @Bean
    Ownership ownership(Instance instance, PostgresAccess postgres, LeaseSettings settings) {
        LeaseConnection connection = new LeaseConnection(postgres, settings.interval());
        return new Ownership(new Lease(instance, settings.duration(), connection), settings.interval());
    }
}
