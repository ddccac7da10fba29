package io.sluice.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.pipeline.FakeEngine;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Standing;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.testing.Api;
import io.sluice.testing.NoServers;
import io.sluice.testing.PipelineNeeds;
import io.sluice.testing.TestPostgres;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

class ScrapeTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String DEFINITION = """
            {"name": "a", "source": {"topics": ["t"], "schema": "x INT"},
             "sinks": [{"type": "postgres", "table": "a"}], "autoStart": true}""";

    @Test
    @DisplayName("A scrape follows a pipeline from its creation over a failure to its end")
    void scrapeFollowsAPipelineToItsEnd() {
        LedgerAccess postgres = TestPostgres.freshDatabase();
        try (var context = SpringApplication.run(
                Rooms.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--sluice.metrics.interval=100ms",
                "--sluice.pipelines.directory=target/no-such-directory",
                "--" + NoServers.NO_TELEMETRY,
                "--spring.datasource.url=" + postgres.url(),
                "--spring.datasource.username=" + postgres.user(),
                "--spring.datasource.password=" + postgres.password())) {
            Api api = new Api(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
            FakeEngine engine = context.getBean(FakeEngine.class);
            awaitShown(api, "sluice_owner 1.0");

            await().atMost(SOON)
                    .until(() -> api.get("/actuator/health/readiness").status() == 200);
            assertThat(api.post("/api/v1/pipelines", DEFINITION).status()).isEqualTo(201);
            awaitShown(api, "sluice_pipeline_state{pipeline=\"a\",state=\"RUNNING\"} 1.0");
            awaitShown(api, "sluice_pipeline_records_consumed_total{pipeline=\"a\"} 0.0");
            assertThat(scrape(api)).contains("sluice_pipeline_state{pipeline=\"a\",state=\"FAILED\"} 0.0");
            awaitShown(api, "sluice_batch_records_sum{pipeline=\"a\"} 30.0");

            engine.ends = new Offsets(Map.of("t", Map.of(0, 9L)));
            engine.standings.put(engine.starts.get(0).pipelineId(), standing());
            awaitShown(api, "sluice_pipeline_records_consumed_total{pipeline=\"a\"} 7.0");
            awaitShown(api, "sluice_pipeline_lag_offsets{partition=\"0\",pipeline=\"a\",topic=\"t\"} 2.0");

            engine.storesAreAway(true);
            engine.lastFlow().fail(new IllegalStateException("broken"));
            awaitShown(api, "sluice_pipeline_restarts_total{pipeline=\"a\"} 1.0");
            awaitShown(api, "sluice_pipeline_attempt{pipeline=\"a\"} 1.0");
            assertThat(scrape(api)).contains("sluice_pipeline_records_consumed_total{pipeline=\"a\"} 7.0");
            engine.storesAreAway(false);

            var deleted = api.send(api.request("/api/v1/pipelines/a").method("DELETE", BodyPublishers.noBody()));
            assertThat(deleted.status()).isEqualTo(204);
            await().atMost(SOON).until(() -> !scrape(api).contains("pipeline=\"a\""));
        }
    }

    private static void awaitShown(Api api, String line) {
        await().atMost(SOON).untilAsserted(() -> assertThat(scrape(api).lines()).contains(line));
    }

    private static String scrape(Api api) {
        return api.get("/actuator/prometheus").body();
    }

    private static Standing standing() {
        return new Standing(
                new Counters(7, 0, 0, Map.of(PostgresStore.TYPE, new SinkCounters(7, 0, 7))),
                new Offsets(Map.of("t", Map.of(0, 7L))));
    }

    /** The rooms of the pipelines and of their meters, on a fake engine. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @AutoConfigurationPackage(basePackages = "io.sluice.pipeline")
    @Import({MeterConfiguration.class, PipelineNeeds.class})
    @ComponentScan(
            basePackages = "io.sluice.pipeline",
            excludeFilters =
                    @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(Test|Case|PipelineApp)(\\$.*)?"))
    static class Rooms {}
}
