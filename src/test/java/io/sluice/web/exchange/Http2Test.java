package io.sluice.web.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.Alone;
import io.sluice.testing.NoServers;
import io.sluice.web.WebApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.FilterRegistrationBean;

@DisplayName("Over HTTP/2, where a body need not tell its length,")
@SpringBootTest(
        classes = WebApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.http2.enabled=true",
            "sluice.web.max-body-size=1MB",
            "sluice.web.transfer-timeout=3s",
            "spring.main.banner-mode=off",
            NoServers.NO_TELEMETRY
        })
@Alone
class Http2Test {

    @LocalServerPort
    int port;

    @Autowired
    FilterRegistrationBean<ExchangeFilter> filter;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    /** The first request of a connection only asks for HTTP/2. */
    @BeforeEach
    void upgrade() throws Exception {
        get();
        assertThat(get().version()).isEqualTo(HttpClient.Version.HTTP_2);
    }

    @Test
    @DisplayName("a body is read and handled, and a request without one is handled at once")
    void isServed() throws Exception {
        assertThat(get().statusCode()).isEqualTo(200);
        HttpResponse<String> answer = post(unmeasured("{\"name\":\"a\",\"size\":1}"));
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"a\"");
        assertNothingHeld();
    }

    @Test
    @DisplayName("one that is too long is refused")
    void tooLong() throws Exception {
        HttpResponse<String> answer = post(unmeasured("{\"name\":\"" + "a".repeat(2 << 20) + "\",\"size\":1}"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
        assertThat(answer.body()).contains("sluice.web.max-body-size");
        assertNothingHeld();
    }

    /** The client hears of no answer before it has sent its body, so the server is looked at. */
    @Test
    @DisplayName("one that does not end is given up when its time is up")
    void tooSlow() throws Exception {
        try (SubmissionPublisher<ByteBuffer> body = new SubmissionPublisher<>()) {
            CompletableFuture<?> answer =
                    client.sendAsync(definition(BodyPublishers.fromPublisher(body)), BodyHandlers.ofString());
            await().until(body::hasSubscribers);
            body.submit(ByteBuffer.allocate(20_000));
            await().until(() -> filter.getFilter().held() > 0);
            assertNothingHeld();
            assertThat(answer).isNotDone();
        }
    }

    private HttpResponse<String> get() throws Exception {
        return send(request("/counts/1?limit=1").build());
    }

    private HttpResponse<String> post(BodyPublisher body) throws Exception {
        return send(definition(body));
    }

    private HttpRequest definition(BodyPublisher body) {
        return request("/definitions")
                .header("Content-Type", "application/json")
                .POST(body)
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, BodyHandlers.ofString());
    }

    /** Of a length that the request does not tell. */
    private static BodyPublisher unmeasured(String text) {
        return BodyPublishers.fromPublisher(BodyPublishers.ofString(text));
    }

    private void assertNothingHeld() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(filter.getFilter().held()).isZero());
    }
}
