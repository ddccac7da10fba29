package io.sluice.pipeline.ownership;

import io.sluice.engine.Instance;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.ledger.LedgerDatabase;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the bean of the room. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LeaseSettings.class)
class OwnershipConfiguration {

    @Bean
    Ownership ownership(Instance instance, LedgerAccess ledger, LeaseSettings settings) {
        LeaseConnection connection = new LeaseConnection(ledger, settings.interval());
        return new Ownership(new Lease(instance, settings.duration(), connection), settings.interval());
    }

    /** What is changed there, is changed under the lease. */
    @Bean
    LedgerDatabase ledgerDatabase(DataSource database, Instance instance) {
        return new LedgerDatabase(database, instance.id());
    }
}
