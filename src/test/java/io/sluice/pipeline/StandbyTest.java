package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.catalogue.PipelineService;
import io.sluice.pipeline.catalogue.PipelineStore;
import io.sluice.pipeline.lifecycle.DesiredState;
import io.sluice.pipeline.lifecycle.PipelineState;
import io.sluice.pipeline.ownership.Ownership;
import io.sluice.pipeline.startup.BuiltInPipelines;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.testing.Api;
import io.sluice.testing.NoServers;
import io.sluice.testing.TestPostgres;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

@DisplayName("Of two instances on one Postgres")
class StandbyTest {

    private static final String DEFINITION = """
            {"name": "%1$s", "source": {"topics": ["t"], "schema": "%2$s"},
             "sinks": [{"type": "postgres", "table": "%1$s"}]}""";

    private static final Duration SOON = Duration.ofSeconds(20);

    private final LedgerAccess postgres = TestPostgres.freshDatabase();

    @Test
    @DisplayName("one runs the pipelines; the other says so, is not ready, and takes over when the first ends")
    void standsBy() {
        // Nobody would outwait this lease: it has to be given up.
        var first = start("1h");
        create(first, "a", "a INT");
        awaitState(first, "a", PipelineState.RUNNING);
        assertThat(readiness(first)).isEqualTo("200 UP");
        try (var second = start("2s")) {
            String owner = first.getBean(io.sluice.engine.Instance.class).name();
            soon(() -> assertThatThrownBy(() -> registry(second).all())
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.STANDBY))
                    .hasMessageContaining(owner)
                    .hasMessageContaining("takes over when that one's lease runs out (at 20"));
            assertThat(api(second).get("/api/v1/pipelines/a").status()).isEqualTo(503);
            assertThat(readiness(second)).isEqualTo("503 OUT_OF_SERVICE");
            assertThat(api(second).get("/actuator/health/liveness").status()).isEqualTo(200);
            assertThat(engine(second).starts).isEmpty();

            service(first).stop("a");
            service(first).restart("a");
            soon(() -> assertThat(engine(first).flows).hasSize(2));
            FakeFlow flow = engine(first).lastFlow();
            first.close();
            assertThat(flow.ended()).isDone();
            awaitState(second, "a", PipelineState.RUNNING);
            assertThat(readiness(second)).isEqualTo("200 UP");
        }
    }

    @Test
    @DisplayName(
            "the owner that is overtaken ends its flows at once, changes nothing, and comes back with what is then")
    void overtakenOwnerEndsItsFlowsAndComesBackWithWhatIsThen() throws SQLException {
        try (var app = start("2s")) {
            create(app, "a", "a INT");
            awaitState(app, "a", PipelineState.RUNNING);
            FakeFlow a = engine(app).lastFlow();
            create(app, "b", "a INT");
            awaitState(app, "b", PipelineState.RUNNING);
            Pipeline before = registry(app).require("a");

            overtake("now() + interval '1 hour'");
            soon(() -> assertThat(engine(app).queries()).isEmpty());
            assertThat(a.patience).isEqualTo(Duration.ZERO);
            assertStandby(() -> service(app).stop("a"));
            assertThat(readiness(app)).isEqualTo("503 OUT_OF_SERVICE");
            before.actor().start();
            before.actor().release();

            sql("UPDATE sluice.pipelines SET desired_state = 'STOPPED' WHERE name = 'b';"
                    + "UPDATE sluice.pipelines SET version = 7, definition = '%s' WHERE name = 'a';"
                            .formatted(DEFINITION.formatted("a", "a INT, z INT"))
                    + "UPDATE sluice.owner SET held_until = now() - interval '1 second'");
            awaitState(app, "a", PipelineState.RUNNING);
            assertThat(registry(app).require("a").current().number()).isEqualTo(7);
            assertThat(registry(app).require("a").current().spec().source().schema())
                    .isEqualTo("a INT, z INT");
            assertThat(registry(app).require("b").condition().desired()).isEqualTo(DesiredState.STOPPED);
            assertThat(engine(app).flows).hasSize(3);
            assertThat(engine(app).violations).isEmpty();
        }
    }

    @Test
    @DisplayName("the only one ends its flows when Postgres goes back, and comes back with what Postgres has then")
    void postgresGoesBack() throws SQLException {
        try (var app = start("2s")) {
            create(app, "a", "a INT");
            awaitState(app, "a", PipelineState.RUNNING);
            FakeFlow a = engine(app).lastFlow();
            create(app, "b", "a INT");
            awaitState(app, "b", PipelineState.RUNNING);

            sql(
                    "DELETE FROM sluice.pipelines WHERE name = 'b'; UPDATE sluice.pipelines SET version = 7, definition = '%s';"
                                    .formatted(DEFINITION.formatted("a", "a INT, z INT"))
                            + "UPDATE sluice.owner SET beat = 0");
            soon(() -> assertThat(a.ended()).isDone());
            awaitState(app, "a", PipelineState.RUNNING);
            assertThat(registry(app).require("a").current().number()).isEqualTo(7);
            assertThat(registry(app).all()).hasSize(1);
            assertThat(engine(app).violations).isEmpty();
        }
    }

    @Test
    @DisplayName("an overtaken owner waits for its flows to end before it asks for the lease again")
    void endsBeforeItAsks() throws SQLException {
        try (var app = start("2s")) {
            create(app, "a", "a INT");
            awaitState(app, "a", PipelineState.RUNNING);
            FakeFlow deaf = engine(app).lastFlow();
            deaf.beDeaf(true);
            overtake("now() - interval '1 hour'");
            soon(() -> assertThatThrownBy(() -> registry(app).all()).hasMessageContaining("still ends what it ran"));
            assertThat(one("SELECT name FROM sluice.owner")).isEqualTo("other");

            deaf.drain();
            awaitState(app, "a", PipelineState.RUNNING);
            assertThat(engine(app).violations).isEmpty();
        }
    }

    @Test
    @DisplayName("the one that lost the lease a moment ago changes no row, whether it knows or not")
    void changesNothing() throws SQLException {
        try (var app = start("1h")) {
            create(app, "a", "a INT");
            awaitState(app, "a", PipelineState.RUNNING);
            soon(() -> assertThat(one("SELECT state FROM sluice.pipelines")).isEqualTo("RUNNING"));
            String before = one("SELECT pipelines::text FROM sluice.pipelines");
            overtake("now() + interval '1 hour'");

            PipelineService service = service(app);
            PipelineStore store = app.getBean(PipelineStore.class);
            long id = registry(app).require("a").id();
            assertThat(registry(app).isOpen()).isTrue();
            assertStandby(() -> service.stop("a"));
            assertStandby(() -> service.delete("a", true));
            assertStandby(() -> create(app, "b", "a INT"));
            assertStandby(() -> store.redefine(id, 0, "{}", "{}", Instant.EPOCH, null));
            assertStandby(() -> store.save(id, PipelineState.FAILED, Instant.EPOCH, null));
            assertStandby(() -> store.delete(id, "a", true));
            assertThat(one("SELECT pipelines::text FROM sluice.pipelines")).isEqualTo(before);
            assertThat(engine(app).dropped).isEmpty();
            assertThat(registry(app).require("a").condition().state()).isEqualTo(PipelineState.RUNNING);
        }
    }

    @Test
    @DisplayName("the one that lost the lease while it ended a flow to purge its pipeline drops nothing")
    void dropsNothing() throws Exception {
        try (var app = start("1h")) {
            create(app, "a", "a INT");
            awaitState(app, "a", PipelineState.RUNNING);
            FakeFlow flow = engine(app).lastFlow();
            flow.beDeaf(true);
            CompletableFuture<Void> delete =
                    CompletableFuture.runAsync(() -> service(app).delete("a", true));
            soon(() -> assertThat(flow.stops).hasPositiveValue());
            overtake("now() + interval '1 hour'");
            flow.drain();

            assertThat(delete).failsWithin(SOON).withThrowableThat().withMessageContaining("changed nothing");
            assertThat(engine(app).dropped).isEmpty();
            assertThat(engine(app).forgotten).isEmpty();
            assertThat(one("SELECT count(*) FROM sluice.pipelines")).isEqualTo("1");
        }
    }

    @Test
    @DisplayName("an owner whose lease ran out, and that nobody took it from, just goes on")
    void goesOn() throws SQLException {
        try (var app = start("2s")) {
            create(app, "a", "a INT");
            awaitState(app, "a", PipelineState.RUNNING);
            sql("UPDATE sluice.owner SET held_until = now() - interval '1 hour'");
            soon(() -> assertThat(one("SELECT held_until > now() FROM sluice.owner"))
                    .isEqualTo("t"));
            assertThat(engine(app).queries()).hasSize(1);
            assertThat(engine(app).starts).hasSize(1);
        }
    }

    @Test
    @DisplayName("none takes the lease any more when it ends")
    void endingTakesNoLeaseAnyMore() {
        var app = start("2s");
        Ownership ownership = app.getBean(Ownership.class);
        app.close();
        assertThatThrownBy(() -> ownership.acquire(() -> {})).hasMessageContaining("ends");
        assertThat(one("SELECT count(*) FROM sluice.owner")).isEqualTo("0");
    }

    private void overtake(String until) throws SQLException {
        sql("UPDATE sluice.owner SET instance = '%s', name = 'other', held_until = %s"
                .formatted(UUID.randomUUID(), until));
    }

    private static void assertStandby(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.STANDBY));
    }

    private static void soon(ThrowingRunnable assertion) {
        await().atMost(SOON).untilAsserted(assertion);
    }

    private ConfigurableApplicationContext start(String lease) {
        List<String> arguments = new ArrayList<>(List.of(
                "server.port=0",
                "spring.main.banner-mode=off",
                NoServers.NO_TELEMETRY,
                "spring.datasource.url=" + postgres.url(),
                "spring.datasource.username=" + postgres.user(),
                "spring.datasource.password=" + postgres.password(),
                "sluice.pipelines.directory=target/no-such-directory",
                "sluice.lease.duration=" + lease,
                "logging.level.io.sluice.pipeline=OFF"));
        arguments.replaceAll(argument -> "--" + argument);
        return SpringApplication.run(
                new Class<?>[] {PipelineApp.Room.class, PipelineApp.Problems.class}, arguments.toArray(String[]::new));
    }

    private static void create(ConfigurableApplicationContext app, String name, String schema) {
        await().until(() -> registry(app).isOpen());
        app.getBean(BuiltInPipelines.class).createIfAbsent(DEFINITION.formatted(name, schema));
    }

    private static PipelineRegistry registry(ConfigurableApplicationContext app) {
        return app.getBean(PipelineRegistry.class);
    }

    private static PipelineService service(ConfigurableApplicationContext app) {
        return app.getBean(PipelineService.class);
    }

    private static FakeEngine engine(ConfigurableApplicationContext app) {
        return app.getBean(FakeEngine.class);
    }

    private static void awaitState(ConfigurableApplicationContext app, String name, PipelineState state) {
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(registry(app).require(name).condition().state())
                                .isEqualTo(state));
    }

    private static Api api(ConfigurableApplicationContext app) {
        return new Api(app.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    private static String readiness(ConfigurableApplicationContext app) {
        Api.Answer answer = api(app).get("/actuator/health/readiness");
        return answer.status() + " "
                + answer.json().at("/components/owner/status").asString();
    }

    private void sql(String statements) throws SQLException {
        try (Connection connection = TestPostgres.connect(postgres)) {
            connection.createStatement().execute(statements);
        }
    }

    private String one(String select) {
        try (Connection connection = TestPostgres.connect(postgres);
                var row = connection.createStatement().executeQuery(select)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(select, e);
        }
    }
}
