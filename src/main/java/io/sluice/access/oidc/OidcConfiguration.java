package io.sluice.access.oidc;

import io.sluice.access.ConditionalOnLock;
import io.sluice.access.OidcSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the provider. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnLock
class OidcConfiguration {

    @Bean
    SingleSignOn singleSignOn(OidcSettings settings) {
        return new SingleSignOn(settings, Provider.Pace.USUAL);
    }
}
