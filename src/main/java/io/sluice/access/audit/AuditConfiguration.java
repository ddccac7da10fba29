package io.sluice.access.audit;

import io.sluice.access.Security;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Wires who notes what requests change. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
class AuditConfiguration {

    @Bean(initMethod = "begin")
    Auditor auditor(DataSource database, AuditSettings settings, Security security) {
        return new Auditor(new JdbcTemplate(database), settings, security);
    }
}
