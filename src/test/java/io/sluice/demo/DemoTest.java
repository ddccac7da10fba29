package io.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.sluice.stream.format.RecordMask;
import io.sluice.testing.Api;
import io.sluice.testing.NoServers;
import io.sluice.testing.TestKafka;
import io.sluice.topic.TopicMasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoTest {

    static final List<String> DEFINITIONS = new CopyOnWriteArrayList<>();

    private static final List<String> WARNINGS = new CopyOnWriteArrayList<>();
    private static volatile int failures;

    private static void fail(int times) {
        failures = times;
        DEFINITIONS.clear();
        WARNINGS.clear();
    }

    @Test
    @DisplayName("creates the pipeline, trying until it can, and feeds its topic at the rate")
    void createsThePipelineAndFeedsItsTopic() {
        fail(1);
        try (var context = run("--sluice.demo.enabled=true", "--sluice.demo.rate=1000")) {
            Api api = api(context);
            // The other tests feed the same topic.
            await().until(() -> DEFINITIONS.size() == 2);
            long before = end(api);
            await().until(() -> end(api) > before + 300);
            assertThat(DEFINITIONS)
                    .hasSize(2)
                    .allSatisfy(each -> assertThat(
                                    new JsonMapper().readTree(each).get("name").asString())
                            .isEqualTo("quotes"));
            JsonNode newest =
                    api.get("/api/v1/topics/topic_quotes/records?limit=1").json();
            JsonNode record =
                    new JsonMapper().readTree(newest.get(0).get("payload").asString());
            assertThat(record.propertyNames()).containsExactly("quote", "character", "image", "characterDirection");
        }
        // Told to end, it may be sending yet.
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(each -> each.getName().equals("demo-feed")));
        assertThat(WARNINGS).isEmpty();
    }

    @Test
    @DisplayName("says once that it pauses, when it cannot for seconds")
    void saysOnceThatItPauses() {
        fail(3);
        try (var context = run("--sluice.demo.enabled=true")) {
            await().until(() -> DEFINITIONS.size() > failures);
        }
        assertThat(WARNINGS).singleElement().asString().startsWith("The demonstration pauses and keeps trying: ");
    }

    @Test
    @DisplayName("answers as many quotes as asked for, without feeding an external Kafka")
    void answersAsManyQuotesAsAskedFor() {
        try (var context = run()) {
            Api api = api(context);
            assertThat(api.get("/demo/quotes").json().size()).isEqualTo(10);
            JsonNode all = api.get("/demo/quotes?count=44").json();
            Set<String> sentences = new HashSet<>();
            all.forEach(each -> sentences.add(each.get("quote").asString()));
            assertThat(sentences).hasSize(44);
            assertThat(api.get("/demo/quotes?count=1000").json().size()).isEqualTo(1000);
            for (String bad : List.of("0", "1001", "x")) {
                assertThat(api.get("/demo/quotes?count=" + bad).status()).isEqualTo(400);
            }
            assertThat(context.getBean(Feed.class).isRunning()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:1"})
    @DisplayName("starts and stops promptly while no broker is there")
    void startsAndStopsWithoutABroker(String servers) {
        long start = System.nanoTime();
        try (var context = run("--sluice.demo.enabled=true", "--spring.kafka.bootstrap-servers=" + servers)) {
            assertThat(context.getBean(Feed.class).isRunning()).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
    }

    private static long end(Api api) {
        return api.get("/api/v1/topics")
                .json()
                .valueStream()
                .filter(topic -> topic.get("name").asString().equals("topic_quotes"))
                .flatMap(topic -> topic.get("partitions").valueStream())
                .mapToLong(each -> each.get("endOffset").asLong())
                .sum();
    }

    private static Api api(ConfigurableApplicationContext context) {
        return new Api(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    private static ConfigurableApplicationContext run(String... more) {
        SpringApplication application = new SpringApplication(Rooms.class);
        String[] common = {
            "--server.port=0", "--spring.main.banner-mode=off", "--" + NoServers.NO_TELEMETRY,
        };
        var all = new ArrayList<>(List.of(common));
        all.addAll(List.of(more));
        if (all.stream().noneMatch(each -> each.contains("bootstrap-servers"))) {
            all.add("--spring.kafka.bootstrap-servers=" + TestKafka.bootstrapServers());
        }
        return application.run(all.toArray(String[]::new));
    }

    /** After Boot has set up the log, before the feed begins. */
    private static void listen() {
        Logger log = (Logger) LoggerFactory.getLogger(Feed.class);
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent line) {
                WARNINGS.add(line.getFormattedMessage());
            }
        };
        appender.start();
        log.setLevel(Level.WARN);
        log.setAdditive(false);
        log.addAppender(appender);
    }

    @NoServers
    @ComponentScan(
            basePackages = {"io.sluice.demo", "io.sluice.topic", "io.sluice.web"},
            excludeFilters =
                    @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(Test|WebApplication)(\\$.*)?"))
    static class Rooms {

        @Bean
        TopicMasks masks() {
            return (topics, seesMasked) -> RecordMask.NONE;
        }

        /** Fails at first, as it does while Postgres is still away. */
        @Bean
        DemoPipeline demoPipeline() {
            listen();
            return definition -> {
                DEFINITIONS.add(definition);
                if (DEFINITIONS.size() <= failures) {
                    throw new IllegalStateException("not yet");
                }
            };
        }
    }
}
