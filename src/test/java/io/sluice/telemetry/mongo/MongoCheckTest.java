package io.sluice.telemetry.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import io.sluice.stream.connection.FaultException;
import io.sluice.stream.connection.Step;
import io.sluice.stream.connection.Tls;
import io.sluice.testing.Certificates;
import io.sluice.testing.Certificates.Identity;
import io.sluice.testing.GuardedMongo;
import io.sluice.testing.TlsGate;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The check of Mongo")
class MongoCheckTest {

    private static final Certificates CERTIFICATES = Certificates.shared();

    @Test
    @DisplayName("names the step: an expired certificate, one of another host, one of an unknown authority")
    void namesWhatIsWrongWithTheCertificate() throws IOException {
        assertThat(told(CERTIFICATES.expired("localhost"), CERTIFICATES.authority()))
                .startsWith("The TLS handshake with Mongo failed: its certificate has expired (NotAfter: ");
        assertThat(told(CERTIFICATES.elsewhere("localhost"), CERTIFICATES.authority()))
                .contains("for another host name", "127.0.0.1");
        assertThat(told(
                        CERTIFICATES.of("localhost"),
                        CERTIFICATES.of("stranger").chain()))
                .contains("not of an authority that is trusted here");
    }

    private static String told(Identity shown, String trusted) throws IOException {
        Tls client = new Tls(trusted, null, null);
        try (TlsGate gate = new TlsGate(1, shown.with(CERTIFICATES.authority()))) {
            MongoClientSettings settings = MongoClientSettings.builder()
                    .applyConnectionString(new ConnectionString("mongodb://127.0.0.1:" + gate.port()))
                    .applyToSslSettings(ssl -> ssl.enabled(true).context(client.context()))
                    .build();
            try (MongoCheck check = new MongoCheck(settings, Duration.ofSeconds(2))) {
                FaultException fault = catchThrowableOfType(FaultException.class, check::run);
                assertThat(fault.step()).isEqualTo(Step.TLS);
                return String.valueOf(fault.getMessage());
            }
        }
    }

    @Test
    @DisplayName("names the login where a password is wrong, and is content when it is right")
    void namesTheLogin() {
        try (GuardedMongo mongo = new GuardedMongo("right")) {
            MongoClientSettings settings = MongoClientSettings.builder()
                    .applyConnectionString(new ConnectionString(
                            "mongodb://lisa:wrong@127.0.0.1:" + mongo.port() + "/?authMechanism=SCRAM-SHA-256"))
                    .build();
            try (MongoCheck check = new MongoCheck(settings, Duration.ofSeconds(2))) {
                FaultException fault = catchThrowableOfType(FaultException.class, check::run);
                assertThat(fault.step()).isEqualTo(Step.LOGIN);
                assertThat(fault).hasMessageStartingWith("Mongo refuses the login: ");
                mongo.change("wrong");
                assertThatCode(check::run).doesNotThrowAnyException();
            }
        }
    }

    @Test
    @DisplayName("fails while nobody answers, and says so without the driver's view of the cluster")
    void saysThatNobodyAnswers() {
        MongoClientSettings nowhere = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString("mongodb://127.0.0.1:1"))
                .build();
        try (MongoCheck check = new MongoCheck(nowhere, Duration.ofMillis(200))) {
            assertThatThrownBy(check::run)
                    .hasMessageStartingWith("Timed out")
                    .hasMessageNotContaining("Client view of cluster state");
        }
    }
}
