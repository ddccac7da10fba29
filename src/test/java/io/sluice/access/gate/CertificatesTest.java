package io.sluice.access.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testing.CertificateAuthority;
import io.sluice.testing.NoServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Without a password. */
@SpringBootTest(
        classes = LockedApp.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.ssl.bundle=web",
            "server.ssl.client-auth=want",
            "sluice.security.certificates.operator[0]=" + CertificatesTest.NIFI,
            "sluice.security.certificates.metrics[0]=CN=*,OU=Monitoring,O=Example",
            "logging.level.root=ERROR",
            "spring.main.banner-mode=off",
            NoServers.NO_TELEMETRY
        })
@DirtiesContext
@DisplayName("A Sluice with TLS of its own and certificates that have roles")
class CertificatesTest {

    static final String NIFI = "CN=nifi,OU=Pipelines,O=Example";
    private static final String WATCHER = "CN=Prometheus 2,OU=Monitoring,O=Example";
    private static final String OTHER = "CN=nifi,OU=Pipelines,OU=Sales,O=Example";
    private static final String WEB = "CN=localhost";

    private static final CertificateAuthority AUTHORITY =
            CertificateAuthority.of("authority", WEB, NIFI, WATCHER, OTHER);
    /** Of the same name, so that a client takes it for one that the server trusts. */
    private static final CertificateAuthority IMPOSTOR = CertificateAuthority.of("authority", NIFI);

    @LocalServerPort
    int port;

    @DynamicPropertySource
    static void certificates(DynamicPropertyRegistry properties) {
        String bundle = "spring.ssl.bundle.pem.web.";
        properties.add(bundle + "keystore.certificate", () -> AUTHORITY.certificate(WEB));
        properties.add(bundle + "keystore.private-key", () -> AUTHORITY.key(WEB));
        properties.add(bundle + "truststore.certificate", AUTHORITY::certificate);
    }

    private static HttpClient client(@Nullable CertificateAuthority from, @Nullable String subject) {
        return HttpClient.newBuilder()
                .sslContext(AUTHORITY.client(from, subject))
                .build();
    }

    private HttpResponse<String> send(HttpClient http, String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return new JsonMapper().readTree(answer.body());
    }

    @Test
    @DisplayName("gives a certificate the role of its subject, for orders, too, and makes no session")
    void subjectsHaveRoles() throws Exception {
        HttpClient nifi = client(AUTHORITY, NIFI);
        HttpResponse<String> session = send(nifi, "GET", "/api/v1/session");
        assertThat(json(session).path("user").asString()).isEqualTo("certificate:" + NIFI);
        assertThat(json(session).path("role").asString()).isEqualTo("operator");
        HttpResponse<String> stopped = send(nifi, "POST", "/api/v1/pipelines/a/stop");
        assertThat(stopped.statusCode()).isEqualTo(200);
        assertThat(stopped.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.contains("__Host-sluice="));
        assertThat(send(nifi, "GET", "/api/v1/users").statusCode()).isEqualTo(403);
        HttpClient watcher = client(AUTHORITY, WATCHER);
        assertThat(send(watcher, "GET", "/actuator/prometheus").statusCode()).isNotIn(401, 403);
        assertThat(send(watcher, "GET", "/api/v1/platform").statusCode()).isEqualTo(403);
    }

    @Test
    @DisplayName("knows nobody without a certificate, or of a subject that is like another one in part")
    void othersAreNobody() throws Exception {
        assertThat(send(client(null, null), "GET", "/api/v1/platform").statusCode())
                .isEqualTo(401);
        HttpResponse<String> other = send(client(AUTHORITY, OTHER), "GET", "/api/v1/platform");
        assertThat(other.statusCode()).isEqualTo(401);
        assertThat(json(other).path("detail").asString()).contains(OTHER, "has no role");
    }

    @Test
    @DisplayName("has no connection with whose certificate comes from an authority that it does not trust")
    void trustsItsAuthorityAlone() {
        assertThatThrownBy(() -> send(client(IMPOSTOR, NIFI), "GET", "/api/v1/platform"))
                .isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName(
            "takes no certificate from a header, and no order that a page of another site sends with a certificate")
    void takesNoForeignOrders() throws Exception {
        for (String name : List.of("X-Client-Cert", "SSL_CLIENT_CERT", "X-Forwarded-Client-Cert", "Client-Cert")) {
            assertThat(send(client(null, null), "GET", "/api/v1/platform", name, NIFI)
                            .statusCode())
                    .isEqualTo(401);
        }
        HttpResponse<String> forged =
                send(client(AUTHORITY, NIFI), "POST", "/api/v1/pipelines/a/stop", "Origin", "https://example.com");
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(json(forged).path("type").asString()).isEqualTo("/problems/foreign-site");
    }
}
