package io.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@DisplayName("Who has to log in")
class AccessConfigurationTest {

    private static final String TOKEN = "sluice.security.metrics-token=" + "t".repeat(40);
    private static final String[] PROVIDER = {
        "sluice.security.oidc.issuer=https://login.example.com",
        "sluice.security.oidc.audience=sluice-api",
        "sluice.security.oidc.roles.viewer=staff"
    };
    private static final String CERTIFICATE = "sluice.security.certificates.viewer[0]=CN=nifi,O=Example";
    private static final String[] TLS = {"server.ssl.bundle=web", "server.ssl.client-auth=want"};
    private static final String TRUST = "spring.ssl.bundle.pem.web.truststore.certificate=/etc/ca.crt";

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(AccessConfiguration.class);

    private static void assertIs(ApplicationContextRunner configured, Security security) {
        configured.run(context -> assertThat(context.getBean(Security.class)).isEqualTo(security));
    }

    private static void assertFails(ApplicationContextRunner configured, String... words) {
        configured.run(
                context -> assertThat(context.getStartupFailure()).rootCause().hasMessageContainingAll(words));
    }

    @Test
    @DisplayName("is everybody where there is a password, a provider or a role of certificates, and nobody else")
    void isLockedByAnyOfThem() {
        assertIs(runner, Security.OPEN);
        assertIs(runner.withPropertyValues("sluice.security.oidc.issuer="), Security.OPEN);
        assertIs(runner.withPropertyValues("sluice.security.admin.password=correct horse battery"), Security.LOCKED);
        assertIs(runner.withPropertyValues(PROVIDER), Security.LOCKED);
        assertIs(runner.withPropertyValues(TLS).withPropertyValues(CERTIFICATE, TRUST), Security.LOCKED);
    }

    @Test
    @DisplayName("is not half configured: a token for metrics by itself would lock nothing")
    void tokenLocksNothing() {
        assertFails(runner.withPropertyValues(TOKEN), "metrics-token", "sluice.security.admin.password");
        assertIs(runner.withPropertyValues(PROVIDER).withPropertyValues(TOKEN), Security.LOCKED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.ssl.client-auth=none", "server.ssl.enabled=false", "server.ssl.client-auth="})
    @DisplayName("is not said by certificates that nobody asks for")
    void certificatesAreAskedFor(String wrong) {
        assertFails(
                runner.withPropertyValues(TLS).withPropertyValues(CERTIFICATE, TRUST, wrong), "server.ssl.client-auth");
    }

    @Test
    @DisplayName("is not said by certificates without TLS, or of any authority that Java knows")
    void certificatesAreChecked() {
        assertFails(runner.withPropertyValues(CERTIFICATE), "server.ssl");
        assertFails(
                runner.withPropertyValues(TLS).withPropertyValues(CERTIFICATE),
                "spring.ssl.bundle.pem.web.truststore.certificate");
        assertFails(
                runner.withPropertyValues(
                        CERTIFICATE, "server.ssl.certificate=/etc/web.crt", "server.ssl.client-auth=need"),
                "server.ssl.trust-certificate");
    }
}
