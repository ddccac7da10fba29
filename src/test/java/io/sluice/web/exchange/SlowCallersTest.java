package io.sluice.web.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.Alone;
import io.sluice.testing.Api;
import io.sluice.testing.Callers;
import io.sluice.testing.NoServers;
import io.sluice.web.Limits;
import io.sluice.web.WebApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.FilterRegistrationBean;

/** More slow callers than there are threads. */
@SpringBootTest(
        classes = WebApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "sluice.web.transfer-timeout=4s",
            "sluice.web.requests-per-second=0",
            "server.tomcat.threads.max=20",
            "spring.main.banner-mode=off",
            NoServers.NO_TELEMETRY
        })
@Alone
class SlowCallersTest {

    private static final int MANY = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HEAD = " HTTP/1.1\r\nHost: localhost\r\n";

    @LocalServerPort
    int port;

    @Autowired
    FilterRegistrationBean<ExchangeFilter> filter;

    @Test
    @DisplayName("hold no thread while they send a body, and are told when it took too long")
    void slowBodies() {
        String announced =
                "POST /definitions" + HEAD + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
        try (Callers callers = new Callers(port, MANY, announced)) {
            assertServed(() -> callers.send(" "));
            assertThat(callers.answers(PATIENCE))
                    .allSatisfy(answer -> assertThat(answer)
                            .startsWith("HTTP/1.1 408")
                            .contains("/problems/request-timeout", "sluice.web.transfer-timeout"));
        }
        assertNothingHeld();
    }

    @Test
    @DisplayName("hold no thread while a refused body is read to its end, whoever would have handled it")
    void slowRefused() {
        String announced = HEAD + "Content-Type: application/json\r\nContent-Length: 99000000\r\n\r\n{";
        // Each of them more than there are threads, and all at once, for each waits out the time limit.
        try (Callers handled = new Callers(port, MANY, "POST /definitions" + announced);
                Callers without = new Callers(port, MANY, "GET /counts/1?limit=1" + announced);
                Callers nowhere = new Callers(port, MANY, "PUT /nowhere" + announced)) {
            List<Callers> all = List.of(handled, without, nowhere);
            assertServed(() -> all.forEach(callers -> callers.send(" ")));
            for (Callers callers : all) {
                assertThat(callers.answers(PATIENCE))
                        .allSatisfy(answer -> assertThat(answer).startsWith("HTTP/1.1 413"));
            }
        }
        assertNothingHeld();
    }

    @Test
    @DisplayName("are answered as soon as a refused body is longer than what is read of one, though they still send")
    void longRefused() {
        String announced =
                "POST /definitions" + HEAD + "Content-Type: application/json\r\nContent-Length: 9000000000\r\n\r\n";
        try (Callers callers = new Callers(port, 1, announced)) {
            String part = " ".repeat(1 << 20);
            for (long sent = 0; sent <= Limits.REFUSED_BYTES; sent += part.length()) {
                callers.send(part);
            }
            long start = System.nanoTime();
            assertThat(callers.answers(PATIENCE))
                    .allSatisfy(answer -> assertThat(answer).startsWith("HTTP/1.1 413"));
            // Not by the time limit of four seconds.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
        assertNothingHeld();
    }

    @Test
    @DisplayName("hold no thread while they do not read a large answer, and then are hung up on")
    void slowReaders() {
        try (Callers callers = new Callers(port, MANY, "GET /large" + HEAD + "Connection: close\r\n\r\n")) {
            assertServed(() -> {});
            await().atMost(PATIENCE).until(() -> filter.getFilter().held() == 0);
            assertThat(callers.answers(PATIENCE).stream().map(String::length))
                    .allSatisfy(length -> assertThat(length).isLessThan(8_000_000));
        }
        assertNothingHeld();
    }

    @Test
    @DisplayName("hold no thread while they send requests and do not read the answers")
    void pipelinedRequestsHoldNoThread() {
        String many = ("GET /counts/1?limit=1" + HEAD + "\r\n").repeat(5);
        try (Callers callers = new Callers(port, MANY, many)) {
            for (int i = 0; i < 50; i++) {
                callers.send(many);
            }
            assertServed(() -> {});
        }
        assertNothingHeld();
    }

    @Test
    @DisplayName("get the whole of a large answer and of a large body where they are quick enough")
    void quickCallersGetWholeBodies() {
        Api api = new Api(port);
        assertThat(api.get("/large").body()).hasSize(8_000_000);
        String name = "a".repeat(3_000_000);
        assertThat(api.post("/definitions", "{\"name\":\"" + name + "\",\"size\":1}")
                        .json()
                        .path("name")
                        .asString())
                .isEqualTo(name);
        assertNothingHeld();
    }

    @Test
    @DisplayName("of one operation wait for each other, and nobody else does")
    void operationsWaitForThemselvesOnly() {
        HttpClient client = HttpClient.newHttpClient();
        List<CompletableFuture<HttpResponse<String>>> waits = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            waits.add(client.sendAsync(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/waits"))
                            .header("Content-Type", "application/octet-stream")
                            .POST(BodyPublishers.ofString("x"))
                            .build(),
                    BodyHandlers.ofString()));
        }
        await().atMost(PATIENCE).until(() -> WebApplication.waiting.get() == 4);
        assertServed(() -> {});
        assertThat(WebApplication.waiting).hasValue(4);
        WebApplication.gate.countDown();
        assertThat(waits)
                .allSatisfy(each -> assertThat(each.join().statusCode()).isIn(200, 429));
        assertThat(waits.get(0).join().statusCode()).isEqualTo(200);
        assertNothingHeld();
    }

    /** Another caller gets answers meanwhile; that all the threads are held for the limit would show in the first of them. */
    private void assertServed(Runnable meanwhile) {
        HttpClient other = HttpClient.newHttpClient();
        for (int i = 0; i < 10; i++) {
            meanwhile.run();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/counts/1?limit=1"))
                    .timeout(Duration.ofSeconds(3))
                    .build();
            assertThat(other.sendAsync(request, BodyHandlers.ofString()).join().statusCode())
                    .isEqualTo(200);
        }
    }

    private void assertNothingHeld() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(filter.getFilter().held()).isZero());
    }
}
