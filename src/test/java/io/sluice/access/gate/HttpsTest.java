package io.sluice.access.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.ApiClient.Answer;
import io.sluice.testing.Browser;
import io.sluice.testing.NoServers;
import io.sluice.testing.WebCertificates;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(
        classes = LockedApp.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "sluice.security.admin.password=" + HttpsTest.PASSWORD,
            "server.ssl.bundle=web",
            "spring.ssl.bundle.pem.web.reload-on-update=true",
            "spring.ssl.bundle.watch.file.quiet-period=100ms",
            "logging.level.root=ERROR",
            "spring.main.banner-mode=off",
            NoServers.NO_TELEMETRY
        })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A locked Sluice with TLS")
class HttpsTest {

    static final String PASSWORD = "correct horse battery";

    private static final WebCertificates.Made FIRST = WebCertificates.make();
    private static final WebCertificates.Made SECOND = WebCertificates.make();

    private static Path pem;

    @LocalServerPort
    int port;

    private SSLContext trusting;

    @DynamicPropertySource
    static void certificate(DynamicPropertyRegistry registry) throws IOException {
        pem = Files.createTempDirectory("https").resolve("web.pem");
        Files.writeString(pem, FIRST.pem());
        registry.add("spring.ssl.bundle.pem.web.keystore.certificate", pem::toString);
        registry.add("spring.ssl.bundle.pem.web.keystore.private-key", pem::toString);
    }

    @BeforeAll
    void trust() throws Exception {
        trusting = WebCertificates.trusting(FIRST, SECOND);
    }

    @AfterAll
    void delete() throws IOException {
        Files.deleteIfExists(pem);
        Files.deleteIfExists(pem.getParent());
    }

    private Browser browser() {
        return new Browser("https://localhost:" + port, HttpClient.newBuilder().sslContext(trusting));
    }

    /** As the server shows it to a new connection. */
    private Certificate shown() throws IOException {
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", port)) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    @DisplayName(
            "shows the certificate that has replaced the one before, keeps its sessions, and their cookies for TLS alone")
    void replacesItsCertificate() throws Exception {
        Browser browser = browser();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> browser.login("admin", PASSWORD).status() == 200);
        Answer login = browser.login("admin", PASSWORD);
        assertThat(login.http().headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("__Host-sluice=")
                        .contains("; Secure", "; HttpOnly", "; Path=/", "; SameSite=Strict")
                        .doesNotContain("Domain"))
                .anySatisfy(cookie ->
                        assertThat(cookie).startsWith("XSRF-TOKEN=").contains("; Secure", "; SameSite=Strict"));
        assertThat(login.http().headers().map()).doesNotContainKey("strict-transport-security");

        assertThat(shown()).isEqualTo(FIRST.certificate());
        Path next = pem.resolveSibling("next.pem");
        Files.writeString(next, SECOND.pem());
        Files.move(next, pem, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(shown()).isEqualTo(SECOND.certificate()));

        assertThat(browser.send("GET", "/api/v1/session", null)
                        .expect(200)
                        .path("user")
                        .asString())
                .isEqualTo("admin");
        // Its own connection, which has the new certificate.
        Browser other = browser();
        other.login("admin", PASSWORD).expect(200);
        assertThat(other.send("POST", "/api/v1/pipelines/a/stop", "{}").status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("answers nothing but an error to what comes without TLS")
    void takesTlsAlone() throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    @DisplayName("is found well by the image's health check")
    void isFoundWell() throws Exception {
        Assumptions.assumeTrue(
                has("bash") && has("openssl") && has("timeout"), "SKIPPED: no bash, openssl and timeout to check with");
        assertThat(health("liveness")).isZero();
        assertThat(health("nothing")).isNotZero();
    }

    private static boolean has(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private int health(String probe) throws Exception {
        ProcessBuilder check = new ProcessBuilder("bash", "src/main/docker/health", probe)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        check.environment().putAll(Map.of("SERVER_PORT", String.valueOf(port)));
        Process process = check.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
