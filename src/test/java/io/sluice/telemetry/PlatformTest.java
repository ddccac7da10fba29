package io.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.testing.Api;
import io.sluice.testing.Api.Answer;
import io.sluice.testing.NoServers;
import io.sluice.testing.TestKafka;
import io.sluice.testing.TestPostgres;
import io.sluice.testing.TestSpark;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import tools.jackson.databind.JsonNode;

class PlatformTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    @DisplayName("names the service that is away, keeps answering, and sees it come and go")
    void comesAndGoes() throws IOException {
        LedgerAccess postgres = TestPostgres.freshDatabase();
        int mongo = freePort();
        try (var context = run(postgres.url(), mongo, TestKafka.bootstrapServers())) {
            Api api = api(context);
            await().atMost(SOON).until(() -> reachable(api, "kafka") && reachable(api, "postgres"));
            assertAway(api, "mongo");

            MongoServer server = new MongoServer(new MemoryBackend());
            server.bind("127.0.0.1", mongo);
            try {
                await().atMost(SOON).until(() -> readiness(api).status() == 200);
                JsonNode platform = api.get("/api/v1/platform").json();
                assertThat(platform.at("/sluice/version").asString()).isEqualTo("1.2.3");
                assertThat(platform.at("/sluice/commit").asString()).isEqualTo("0123456");
                assertThat(api.get("/actuator/info").body()).contains("\"version\":\"1.2.3\"", "0123456");
                assertThat(platform.at("/mongo/reachable").asBoolean()).isTrue();
                assertThat(platform.at("/mongo/address").asString()).isEqualTo("127.0.0.1:" + mongo);
                assertThat(platform.at("/postgres/database").asString()).isEqualTo(database(postgres));
                assertThat(platform.at("/postgres/host").asString()).isEqualTo("localhost");
                assertThat(platform.at("/postgres/embedded").asBoolean()).isFalse();
                assertThat(platform.at("/kafka/bootstrapServers").asString()).isEqualTo(TestKafka.bootstrapServers());
                assertThat(platform.at("/spark/version").asString()).startsWith("3.5");
                assertThat(platform.at("/spark/reachable").asBoolean()).isTrue();
            } finally {
                server.shutdownNow();
            }
            await().atMost(SOON).until(() -> readiness(api).status() == 503);
            assertAway(api, "mongo");
            assertThat(api.get("/actuator/prometheus").body())
                    .contains("jvm_memory_used_bytes", "disk_free_bytes{path=\"working-directory\"}")
                    .doesNotContain(System.getProperty("user.dir"));
        }
    }

    @Test
    @DisplayName("starts while everything is away and shows no password")
    void allAway() throws IOException {
        String url = "jdbc:postgresql://127.0.0.1:1/sluice?password=geheim";
        try (var context = run(url, freePort(), "127.0.0.1:1")) {
            Api api = api(context);
            await().atMost(SOON).until(() -> !readiness(api).body().contains(Reachability.NOT_CHECKED));
            for (String service : new String[] {"kafka", "postgres", "mongo"}) {
                assertAway(api, service);
            }
            assertThat(api.get("/api/v1/platform").body()).doesNotContain("geheim");
        }
    }

    @Test
    @DisplayName("is not ready while a Spark cluster gives no executor, and says why")
    void noExecutor() throws IOException {
        try (var context = run("jdbc:postgresql://127.0.0.1:1/sluice", freePort(), "127.0.0.1:1")) {
            Api api = api(context);
            FakeSpark spark = (FakeSpark) context.getBean(SparkLookup.class);
            spark.master = "spark://master:7077";
            spark.executors = OptionalInt.of(2);
            assertThat(readiness(api).json().at("/components/spark/status").asString())
                    .isEqualTo("UP");
            JsonNode fine = api.get("/api/v1/platform").json().get("spark");
            assertThat(fine.get("master").asString()).isEqualTo("spark://master:7077");
            assertThat(fine.get("embedded").asBoolean()).isFalse();
            assertThat(fine.get("executors").asInt()).isEqualTo(2);

            spark.executors = OptionalInt.of(0);
            spark.trouble = new SparkLookup.Trouble("no worker is registered", Instant.EPOCH);
            assertAway(api, "spark");
            JsonNode starved = api.get("/api/v1/platform").json().get("spark");
            assertThat(starved.get("since").asString()).isEqualTo("1970-01-01T00:00:00Z");
            assertThat(starved.get("lastError").asString()).isEqualTo("no worker is registered");
        }
    }

    private static void assertAway(Api api, String service) {
        Answer readiness = readiness(api);
        assertThat(readiness.status()).isEqualTo(503);
        assertThat(readiness.json().at("/components/" + service + "/status").asString())
                .isEqualTo("DOWN");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(readiness(api)
                                .json()
                                .at("/components/" + service + "/details/error")
                                .asString())
                        .isNotBlank());
        assertThat(api.get("/actuator/health/liveness").status()).isEqualTo(200);
        JsonNode platform = api.get("/api/v1/platform").json().get(service);
        assertThat(platform.get("reachable").asBoolean()).isFalse();
        assertThat(platform.get("lastError").asString()).isNotBlank();
    }

    private static boolean reachable(Api api, String service) {
        return api.get("/api/v1/platform")
                .json()
                .at("/" + service + "/reachable")
                .asBoolean();
    }

    private static Answer readiness(Api api) {
        return api.get("/actuator/health/readiness");
    }

    private static String database(LedgerAccess postgres) {
        return postgres.url().substring(postgres.url().lastIndexOf('/') + 1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Api api(ConfigurableApplicationContext context) {
        return new Api(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    private static ConfigurableApplicationContext run(String postgres, int mongo, String kafka) {
        return SpringApplication.run(
                Rooms.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--sluice.platform.interval=200ms",
                // The owner is told by the room of the pipelines.
                "--" + NoServers.NO_TELEMETRY,
                "--spring.datasource.url=" + postgres,
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=postgres",
                "--spring.mongodb.uri=mongodb://127.0.0.1:" + mongo,
                "--spring.kafka.bootstrap-servers=" + kafka);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration(
            excludeName = {
                NoServers.FLYWAY,
                NoServers.HIBERNATE,
                NoServers.JPA,
                NoServers.DATA_MONGO,
                NoServers.MONGO_REPOSITORIES
            })
    @ComponentScan(
            basePackages = {"io.sluice.telemetry", "io.sluice.web"},
            excludeFilters =
                    @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(Test|WebApplication)(\\$.*)?"))
    static class Rooms {

        @Bean
        LedgerAccess ledgerAccess(JdbcConnectionDetails details) {
            return new LedgerAccess(details.getJdbcUrl(), details.getUsername(), details.getPassword());
        }

        @Bean
        MongoAccess mongoAccess(MongoConnectionDetails details) {
            return new MongoAccess(details.getConnectionString().getConnectionString(), "sluice");
        }

        @Bean
        SparkLookup spark() {
            return new FakeSpark(TestSpark.session());
        }

        /** As the build writes them into the jar. */
        @Bean
        BuildProperties build() {
            Properties build = new Properties();
            build.put("version", "1.2.3");
            return new BuildProperties(build);
        }

        @Bean
        GitProperties git() {
            Properties git = new Properties();
            git.put("commit.id.abbrev", "0123456");
            return new GitProperties(git);
        }

        @Bean
        FakeReadings readings() {
            return new FakeReadings();
        }
    }
}
