package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.catalogue.PipelineService;
import io.sluice.pipeline.lifecycle.Condition;
import io.sluice.pipeline.lifecycle.PipelineState;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.testing.NoServers;
import io.sluice.testing.TcpGate;
import io.sluice.testing.TestPostgres;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

@DisplayName("When the application starts")
class BootstrapTest {

    private static final String RUNS = """
            name: %s
            source: {topics: [t], schema: 'a INT'}
            sinks: [{type: postgres, table: %s}]
            """;

    private final LedgerAccess postgres = TestPostgres.freshDatabase();

    @TempDir
    private Path files;

    @Test
    @DisplayName("definitions come from files, and a bad file keeps nothing else from being loaded")
    void loadsFiles() throws IOException {
        write("a.yml", RUNS.formatted("a", "a"));
        write("b.yml", RUNS.formatted("b", "a"));
        write("c.yml", "name: [");
        write("d.yaml", RUNS.formatted("d", "d") + "autoStart: false\n");
        write("e.txt", RUNS.formatted("e", "e"));
        try (var app = start(postgres.url())) {
            awaitState(app, "a", PipelineState.RUNNING);
            awaitState(app, "d", PipelineState.CREATED);
            assertThat(registry(app).all()).extracting(Pipeline::name).containsExactly("a", "d");
        }
    }

    @Test
    @DisplayName("what ran runs again, what was stopped or completed does not, and files change what they name")
    void whatRanRunsAgainAndFilesChangeWhatTheyName() throws IOException {
        write("a.yml", RUNS.formatted("a", "a"));
        write("b.yml", RUNS.formatted("b", "b"));
        write("c.yml", RUNS.formatted("c", "c") + "trigger: {mode: availableNow}\n");
        FakeEngine engine;
        try (var app = start(postgres.url())) {
            engine = app.getBean(FakeEngine.class);
            awaitState(app, "c", PipelineState.RUNNING);
            engine.alive(registry(app).require("c").id()).orElseThrow().drain();
            app.getBean(PipelineService.class).stop("b");
            awaitState(app, "a", PipelineState.RUNNING);
            awaitState(app, "b", PipelineState.STOPPED);
            awaitSaved("c", "COMPLETED");
        }
        assertThat(engine.queries()).isEmpty();

        write("a.yml", RUNS.formatted("a", "a").replace("a INT", "a INT, z INT"));
        try (var app = start(postgres.url())) {
            awaitState(app, "a", PipelineState.RUNNING);
            awaitState(app, "b", PipelineState.STOPPED);
            awaitState(app, "c", PipelineState.COMPLETED);
            assertThat(registry(app).get("a").output().fieldNames()).containsExactly("a", "z");
            assertThat(app.getBean(FakeEngine.class).starts).hasSize(1);
            assertThat(app.getBean(JdbcTemplate.class)
                            .queryForList(
                                    "SELECT name || v.version || made_by FROM sluice.versions v"
                                            + " JOIN sluice.pipelines p ON id = pipeline_id ORDER BY 1",
                                    String.class))
                    .containsExactly("a1file", "a2file", "b1file", "c1file");
        }
    }

    @Test
    @DisplayName(
            "while files wait for Spark, what none of them defines runs, the others say why they wait, and no list is"
                    + " given without them")
    void filesWait() throws IOException {
        write("filed.yml", RUNS.formatted("filed", "filed"));
        write("stored.yml", RUNS.formatted("stored", "stored"));
        try (var app = start(postgres.url())) {
            awaitState(app, "filed", PipelineState.RUNNING);
            awaitState(app, "stored", PipelineState.RUNNING);
        }
        Files.delete(files.resolve("stored.yml"));
        write("filed.yml", RUNS.formatted("filed", "filed") + "transform: SELECT later FROM source\n");
        write("fresh.yml", RUNS.formatted("fresh", "fresh") + "transform: SELECT later FROM source\n");
        try (var app = start(postgres.url())) {
            awaitState(app, "stored", PipelineState.RUNNING);
            await().untilAsserted(() -> {
                Condition waits = registry(app).require("filed").condition();
                assertThat(waits.state()).isEqualTo(PipelineState.STARTING);
                assertThat(waits.lastError()).isNotNull();
                assertThat(waits.lastError().message()).contains("Spark does not answer");
            });
            assertUnavailable(() -> registry(app).complete());
            assertThat(registry(app).closedBecause().orElseThrow()).contains("files are being loaded", "Spark");

            app.getBean(FakeEngine.class).analyseLater();
            awaitState(app, "filed", PipelineState.RUNNING);
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(registry(app).complete()).hasSize(3));
            awaitState(app, "fresh", PipelineState.RUNNING);
            assertThat(registry(app).closedBecause()).isEmpty();
            assertThat(app.getBean(FakeEngine.class).starts).hasSize(3);
        }
    }

    @Test
    @DisplayName("what no file defines runs before Spark has looked at a file, however long that takes")
    void filesTakeLong() throws IOException {
        write("stored.yml", RUNS.formatted("stored", "stored"));
        try (var app = start(postgres.url())) {
            awaitState(app, "stored", PipelineState.RUNNING);
        }
        Files.delete(files.resolve("stored.yml"));
        write("slow.yml", RUNS.formatted("slow", "slow") + "transform: SELECT slowly FROM source\n");
        try (var app = start(postgres.url())) {
            awaitState(app, "stored", PipelineState.RUNNING);
            assertThat(registry(app).find("slow")).isEmpty();
            app.getBean(FakeEngine.class).analyseSlowly();
            awaitState(app, "slow", PipelineState.RUNNING);
        }
    }

    @Test
    @DisplayName(
            "a file that has to wait for a store keeps no other file's pipeline from running, and no list from being"
                    + " given")
    void storeAway() throws IOException {
        write("a.yml", RUNS.formatted("a", "a"));
        write("b.yml", RUNS.formatted("b", "b"));
        try (var app = start(postgres.url())) {
            awaitState(app, "a", PipelineState.RUNNING);
            awaitState(app, "b", PipelineState.RUNNING);
        }
        write("a.yml", RUNS.formatted("a", "a").replace("a INT", "a INT, z INT"));
        write("0.yml", " ".repeat(Limits.DEFINITION_BYTES) + RUNS.formatted("big", "big"));
        try (var app = start(postgres.url(), "--test.stores-away=true")) {
            awaitState(app, "b", PipelineState.RUNNING);
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(registry(app).complete()).hasSize(2));
            await().untilAsserted(() -> {
                Condition waits = registry(app).require("a").condition();
                assertThat(waits.state()).isEqualTo(PipelineState.STARTING);
                assertThat(waits.lastError()).isNotNull();
            });

            app.getBean(FakeEngine.class).storesAreAway(false);
            awaitState(app, "a", PipelineState.RUNNING);
            assertThat(registry(app).get("a").output().fieldNames()).containsExactly("a", "z");
        }
    }

    @Test
    @DisplayName("while Postgres is away, it starts, says so, and goes on when Postgres is there")
    void postgresAway() throws Exception {
        write("a.yml", RUNS.formatted("a", "a"));
        URI address = URI.create(postgres.url().substring("jdbc:".length()));
        try (TcpGate gate = new TcpGate(address.getPort());
                var app = start(postgres.url().replace(":" + address.getPort(), ":" + gate.port()))) {
            assertUnavailable(() -> registry(app).get("a"));
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> registry(app).get("a")).hasMessageContaining("refused"));

            gate.open();
            awaitState(app, "a", PipelineState.RUNNING);

            gate.shut();
            PipelineService service = app.getBean(PipelineService.class);
            assertUnavailable(() -> service.stop("a"));
            assertThat(registry(app).require("a").condition().state()).isEqualTo(PipelineState.RUNNING);

            gate.open();
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> service.stop("a") != null);
            awaitState(app, "a", PipelineState.STOPPED);
        }
    }

    @Test
    @DisplayName("what fails though Postgres is there is not called an outage of Postgres")
    void otherFailure() throws Exception {
        try (var app = start(postgres.url())) {
            await().until(() -> registry(app).isOpen());
        }
        try (var connection = TestPostgres.connect(postgres);
                var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE sluice.pipelines DROP COLUMN output");
        }
        try (var app = start(postgres.url())) {
            await().untilAsserted(() -> assertThat(registry(app).closedBecause().orElseThrow())
                    .startsWith("The pipelines could not be brought up (")
                    .contains("output"));
        }
    }

    private static void assertUnavailable(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThatThrownBy(call)
                        .isInstanceOfSatisfying(
                                ProblemException.class,
                                e -> assertThat(e.type()).isEqualTo(ProblemType.PLATFORM_UNAVAILABLE)));
    }

    private ConfigurableApplicationContext start(String url, String... more) {
        return new SpringApplicationBuilder(PipelineApp.Room.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.main.banner-mode=off",
                        NoServers.NO_TELEMETRY,
                        "spring.datasource.url=" + url,
                        "spring.datasource.username=" + postgres.user(),
                        "spring.datasource.password=" + postgres.password(),
                        "sluice.pipelines.directory=" + files,
                        "logging.level.io.sluice.pipeline=OFF",
                        "logging.level.com.zaxxer.hikari=OFF",
                        "logging.level.org.springframework.transaction=OFF",
                        "logging.level.org.hibernate=OFF")
                .run(Stream.concat(Stream.of("--spring.datasource.hikari.connection-timeout=500"), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static PipelineRegistry registry(ConfigurableApplicationContext app) {
        return app.getBean(PipelineRegistry.class);
    }

    private static void awaitState(ConfigurableApplicationContext app, String name, PipelineState state) {
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(registry(app).require(name).condition().state())
                                .isEqualTo(state));
    }

    private void awaitSaved(String name, String state) {
        await().untilAsserted(() -> {
            try (var connection = TestPostgres.connect(postgres);
                    var query = connection.prepareStatement("SELECT state FROM sluice.pipelines WHERE name = ?")) {
                query.setString(1, name);
                try (var row = query.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString(1)).isEqualTo(state);
                }
            }
        });
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(files.resolve(file), text);
    }
}
