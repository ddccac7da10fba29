package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.ApiClient;
import io.sluice.testing.Browser;
import io.sluice.testing.RealQuotes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The compose file, brought up by the real Compose 2: {@code -Dcompose=…} is a script that calls it with a second file,
 * by which servers of Debian packages and Maven artifacts stand in for the images, and with five secrets of all. Sluice is
 * at {@code -Dport=…}, locked, with the password {@code -Dpassword=…}.
 */
@DisplayName("Compose 2")
class LeanIT {

    private static final String COMPOSE = System.getProperty("compose", "");
    private static final long COMMAND_SECONDS = 600;

    private record Run(int status, String output) {}

    /** Each test, because a class that is skipped as a whole leaves no trace in Maven's log. */
    @BeforeEach
    void compose() {
        Assumptions.assumeFalse(COMPOSE.isEmpty(), "SKIPPED: no -Dcompose, so the compose file is not brought up");
    }

    @Test
    @DisplayName("reads the file with a second one beside it, and every profile with five secrets of all")
    void readsTheFileWithEveryProfile() throws Exception {
        Run config = run("--profile", "*", "config");
        assertThat(config.status()).as(config.output()).isZero();
        assertThat(config.output()).contains("no-new-privileges:false", "no-new-privileges:true", "spark-worker:");
    }

    @Test
    @DisplayName("starts nothing whose secret is not set, and says which")
    void startsNothingWithoutItsSecrets() throws Exception {
        succeeds("down");
        Run missing = run("up", "--detach", "nifi");
        assertThat(missing.status()).as(missing.output()).isNotZero();
        assertThat(missing.output()).contains("\"nifi-password\" didn't complete successfully: exit 1");
        assertThat(succeeds("logs", "nifi-password")).contains("Set NIFI_PASSWORD in .env: 12 characters or more");
        assertThat(run("ps", "--services").output()).isBlank();
    }

    @Test
    @DisplayName("brings the lean way up: four services, by users with few rights, exact after down and up again")
    void bringsUpTheLeanWay() throws Exception {
        String quotes = RealQuotes.json();
        up();
        ApiClient stranger = new ApiClient(Integer.getInteger("port"));
        assertThat(stranger.get("/api/v1/platform").status()).isEqualTo(401);
        Browser browser = new Browser(stranger.port());
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> browser.login("admin", System.getProperty("password", ""))
                                .status()
                        == 200);
        ApiClient api = stranger.with(browser.token("operator"));
        assertThat(run("ps", "--services").output().lines())
                .containsExactlyInAnyOrder("sluice", "postgres", "mongo", "kafka");
        JsonNode appended = api.post("/api/v1/topics/topic_quotes/records", quotes)
                .expect(201)
                .path("records");
        assertStored(api, appended);
        assertThat(rights()).isEqualTo("f|f|f|f");

        succeeds("down");
        up();
        assertStored(api, appended);
        succeeds("down");
    }

    private static void up() throws Exception {
        succeeds("up", "--detach", "--wait", "sluice");
    }

    private static void assertStored(ApiClient api, JsonNode appended) {
        api.awaitRuns("quotes");
        JsonNode counters = api.awaitConsumed("quotes", 50).path("counters");
        assertThat(counters.path("rejected").asInt(-1)).as(counters.toString()).isZero();
        RealQuotes.assertStored(api, "quotes", "topic_quotes", appended);
        for (String store : List.of("postgres", "mongo")) {
            assertThat(api.get("/api/v1/pipelines/quotes/results/" + store)
                            .expect(200)
                            .path("total")
                            .asInt())
                    .isEqualTo(50);
        }
    }

    /** Of the role by which Sluice connects: superuser, makes databases, makes roles, replicates. */
    private static String rights() throws Exception {
        return succeeds(
                        "exec",
                        "-T",
                        "postgres",
                        "psql",
                        "-U",
                        "postgres",
                        "-tAc",
                        "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication FROM pg_roles WHERE rolname ="
                                + " (SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'sluice')")
                .strip();
    }

    private static String succeeds(String... arguments) throws Exception {
        Run run = run(arguments);
        assertThat(run.status()).as(run.output()).isZero();
        return run.output();
    }

    private static Run run(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(COMPOSE));
        line.addAll(List.of(arguments));
        Path output = Files.createTempFile("compose", ".out");
        try {
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        line + " took more than " + COMMAND_SECONDS + " s: " + Files.readString(output));
            }
            return new Run(process.exitValue(), Files.readString(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
