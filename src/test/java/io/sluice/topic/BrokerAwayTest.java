package io.sluice.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Api;
import io.sluice.testing.Api.Answer;
import io.sluice.testing.NoServers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class BrokerAwayTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:1", "no-such-host.invalid:9092"})
    @DisplayName("starts without a broker and answers 503 within seconds")
    void answers503WithoutABroker(String servers) {
        try (ConfigurableApplicationContext context = SpringApplication.run(
                TopicsTest.Rooms.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--" + NoServers.NO_TELEMETRY,
                "--spring.kafka.bootstrap-servers=" + servers)) {
            Api api = new Api(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
            Instant start = Instant.now();
            CompletableFuture<Answer> appended =
                    CompletableFuture.supplyAsync(() -> api.post("/api/v1/topics/any/records", "[1]"));
            assertAway(api.get("/api/v1/topics"));
            assertAway(appended.join());
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
        }
    }

    private static void assertAway(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.json().get("detail").asString()).startsWith("Kafka cannot be reached");
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }
}
