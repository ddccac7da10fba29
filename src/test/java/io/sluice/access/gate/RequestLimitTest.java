package io.sluice.access.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.ApiClient;
import io.sluice.testing.ApiClient.Answer;
import io.sluice.testing.Browser;
import io.sluice.testing.NoServers;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
        classes = LockedApp.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "sluice.security.admin.password=" + LockTest.PASSWORD,
            "sluice.web.requests-per-second=20",
            "logging.level.root=ERROR",
            "spring.main.banner-mode=off",
            NoServers.NO_TELEMETRY
        })
@DisplayName("The limit on requests")
class RequestLimitTest {

    @LocalServerPort
    int port;

    @Test
    @DisplayName("is that of each user, token and address, with a body or without, and never one of the liveness")
    void isThatOfEach() {
        ApiClient stranger = new ApiClient(port);
        Browser admin = new Browser(port);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(30))
                .until(() -> admin.login("admin", LockTest.PASSWORD).status() == 200);
        ApiClient greedy = stranger.with(admin.token("operator"));
        ApiClient other = stranger.with(admin.token("operator"));

        Answer refused = IntStream.range(0, 2_000)
                .mapToObj(i -> greedy.get("/api/v1/pipelines/a/status"))
                .filter(answer -> answer.status() != 200)
                .findFirst()
                .orElseThrow();
        assertThat(refused.expect(429).path("detail").asString()).contains("sluice.web.requests-per-second");
        assertThat(refused.http().headers().firstValue("Retry-After")).isPresent();
        Answer withBody = IntStream.range(0, 2_000)
                .mapToObj(i -> greedy.post("/api/v1/pipelines/a/stop", "{}"))
                .filter(answer -> answer.status() != 200)
                .findFirst()
                .orElseThrow();
        withBody.expect(429);
        assertThat(other.get("/api/v1/pipelines/a/status").status()).isEqualTo(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> greedy.get("/api/v1/pipelines/a/status").status() == 200);

        assertThat(IntStream.range(0, 2_000)
                        .map(i -> stranger.get("/api/v1/platform").status())
                        .filter(status -> status != 401)
                        .findFirst())
                .hasValue(429);
        assertThat(IntStream.range(0, 60)
                        .map(i -> stranger.get("/actuator/health/liveness").status()))
                .containsOnly(200);
    }
}
