package io.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.sluice.stream.connection.FaultException;
import io.sluice.stream.connection.Step;
import io.sluice.testing.Certificates;
import io.sluice.testing.Certificates.Identity;
import io.sluice.testing.TlsGate;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayName("The check of a Kafka behind TLS")
class KafkaCheckTest {

    private static final Certificates CERTIFICATES = Certificates.shared();
    private static final int NOBODY = 1;

    private final Logger client = (Logger) LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient");

    @BeforeEach
    void quieten() {
        client.setLevel(Level.OFF);
    }

    @AfterEach
    void asBefore() {
        client.setLevel(null);
    }

    @Test
    @DisplayName("names an expired certificate, one of another host and one of an unknown authority")
    void namesWhatIsWrongWithTheCertificate() throws IOException {
        assertThat(told(CERTIFICATES.expired("localhost"), CERTIFICATES.authority()))
                .contains("certificate has expired (NotAfter: ");
        assertThat(told(CERTIFICATES.elsewhere("localhost"), CERTIFICATES.authority()))
                .contains("for another host name", "127.0.0.1");
        assertThat(told(
                        CERTIFICATES.of("localhost"),
                        CERTIFICATES.of("stranger").chain()))
                .contains("not of an authority that is trusted here");
    }

    private static String told(Identity shown, String trusted) throws IOException {
        Map<String, Object> properties = Map.of(
                "security.protocol", "SSL", "ssl.truststore.type", "PEM", "ssl.truststore.certificates", trusted);
        try (TlsGate gate = new TlsGate(NOBODY, shown.with(CERTIFICATES.authority()));
                KafkaCheck check = new KafkaCheck(with(properties, gate.port()), Duration.ofSeconds(5))) {
            FaultException fault = catchThrowableOfType(FaultException.class, check::run);
            assertThat(fault.step()).isEqualTo(Step.TLS);
            assertThat(fault).hasMessageStartingWith("The TLS handshake with Kafka failed: its certificate");
            return Reason.of(fault);
        }
    }

    private static Map<String, Object> with(Map<String, Object> properties, int port) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("bootstrap.servers", "127.0.0.1:" + port);
        return all;
    }
}
