package io.sluice.access;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Says whether one has to log in. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SecuritySettings.class, OidcSettings.class, CertificateSettings.class})
class AccessConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(Security.class);

    @Bean
    Security security(Environment environment, SecuritySettings settings, CertificateSettings certificates) {
        boolean isLocked = SecuritySettings.isLocked(environment);
        if (!isLocked && !settings.metricsToken().isBlank()) {
            throw new InvalidConfigurationPropertyValueException(
                    "sluice.security.metrics-token",
                    "(not shown)",
                    "It is set, but nobody has to log in: set " + SecuritySettings.PASSWORD + ", too.");
        }
        if (certificates.isSet()) {
            requireChecked(environment);
        }
        return isLocked ? Security.LOCKED : Security.OPEN;
    }

    /** Whether the server asks clients for certificates, and looks from whom they come. */
    private static void requireChecked(Environment environment) {
        String bundle = environment.getProperty("server.ssl.bundle");
        boolean hasTls = bundle != null
                || environment.containsProperty("server.ssl.key-store")
                || environment.containsProperty("server.ssl.certificate");
        String asked = environment.getProperty("server.ssl.client-auth", "none").toLowerCase(Locale.ROOT);
        if (!hasTls
                || !environment.getProperty("server.ssl.enabled", Boolean.class, true)
                || !List.of("want", "need").contains(asked)) {
            throw unchecked(
                    "Nobody would ask clients for a certificate: give Sluice TLS of its own (server.ssl), and set"
                            + " server.ssl.client-auth to want.");
        }
        if (bundle == null) {
            requireTrust(environment, List.of("server.ssl.trust-store", "server.ssl.trust-certificate"));
        }
        // A client chooses, by the name that it asks for, which of them checks it.
        Stream<String> named = IntStream.iterate(0, at -> at + 1)
                .mapToObj(at -> environment.getProperty("server.ssl.server-name-bundles[" + at + "].bundle"))
                .takeWhile(Objects::nonNull);
        Stream.concat(Stream.ofNullable(bundle), named)
                .forEach(each -> requireTrust(
                        environment,
                        List.of(
                                "spring.ssl.bundle.pem." + each + ".truststore.certificate",
                                "spring.ssl.bundle.jks." + each + ".truststore.location")));
    }

    private static void requireTrust(Environment environment, List<String> trust) {
        // An empty one is none to Boot.
        if (trust.stream().noneMatch(key -> StringUtils.hasText(environment.getProperty(key)))) {
            throw unchecked("Certificates of every public authority would be taken: set the clients' authority as "
                    + trust.get(0) + " or " + trust.get(1) + ".");
        }
    }

    private static InvalidConfigurationPropertyValueException unchecked(String reason) {
        return new InvalidConfigurationPropertyValueException(CertificateSettings.KEY, "(set)", reason);
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
