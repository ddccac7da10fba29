package io.sluice.access;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/** Says whether one has to log in. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecuritySettings.class)
class AccessConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(Security.class);

    @Bean
    Security security(Environment environment) {
        return SecuritySettings.isLocked(environment) ? Security.LOCKED : Security.OPEN;
    }

    @EventListener
    void tell(ApplicationReadyEvent event) {
        if (event.getApplicationContext().getBean(Security.class) == Security.LOCKED) {
            LOG.info("Sluice is locked: one has to log in");
        } else {
            LOG.info(
                    "Nobody has to log in: only this machine reaches Sluice. To lock it, set {}",
                    SecuritySettings.PASSWORD);
        }
    }
}
