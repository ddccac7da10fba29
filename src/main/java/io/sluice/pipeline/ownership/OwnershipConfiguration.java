package io.sluice.pipeline.ownership;

import io.sluice.engine.Instance;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the room together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LeaseSettings.class)
class OwnershipConfiguration {

    @Bean
    Ownership ownership(Instance instance, JdbcConnectionDetails postgres, LeaseSettings settings) {
        LeaseConnection connection = new LeaseConnection(postgres, settings.interval());
        return new Ownership(new Lease(instance, settings.duration(), connection), settings.interval());
    }
}
