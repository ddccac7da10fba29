package io.sluice.deploy;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.ComposeFile.Service;
import io.sluice.pipeline.definition.DefinitionCheck;
import io.sluice.pipeline.definition.DefinitionReader;
import io.sluice.pipeline.definition.PipelineDefinition;
import io.sluice.testing.TestFormats;
import io.sluice.testing.TestStores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The compose file")
class ComposeTest {

    /** What the documentation of the images says that they read. */
    private static final Map<String, String> DOCUMENTED = Map.ofEntries(
            entry("postgres", "POSTGRES_(USER|PASSWORD|DB)|SLUICE_PASSWORD"),
            entry("mongo", "MONGO_INITDB_ROOT_(USERNAME|PASSWORD)|SLUICE_PASSWORD"),
            entry("kafka-topics", "KAFKA_HEAP_OPTS"),
            entry("kafka", "CLUSTER_ID|KAFKA_HEAP_OPTS|KAFKA_[A-Z_]+"),
            entry(
                    "kafka-ui",
                    "KAFKA_CLUSTERS_0_(NAME|BOOTSTRAPSERVERS)|AUTH_TYPE|SPRING_SECURITY_USER_(NAME|PASSWORD)"),
            entry("nifi", "SINGLE_USER_CREDENTIALS_(USERNAME|PASSWORD)|NIFI_WEB_PROXY_HOST|NIFI_JVM_HEAP_(INIT|MAX)"),
            entry("nifi-import", "NIFI_(URL|USERNAME|PASSWORD|TLS_VERIFY)"),
            entry("grafana", "GF_(SECURITY|USERS|ANALYTICS|DASHBOARDS)_[A-Z_]+"),
            entry("pgadmin", "PGADMIN_DEFAULT_(EMAIL|PASSWORD)"),
            entry("spark-master", "_SPARK_AUTH_SECRET|SPARK_MASTER_OPTS|SPARK_DAEMON_MEMORY"),
            entry("spark-worker", "_SPARK_AUTH_SECRET|SPARK_WORKER_(OPTS|CORES|MEMORY)|SPARK_DAEMON_MEMORY"),
            entry("mongo-express", "ME_CONFIG_MONGODB_URL|ME_CONFIG_BASICAUTH(_USERNAME|_PASSWORD)?"));

    /** Of what demands a secret, and of nothing else that is not named above. */
    private static final String GUARD = "NAME|SECRET";

    /** The one that is no secret, and has a default. */
    private static final String MASTER = "${SLUICE_SPARK_MASTER:-local[*]}";

    private static final Pattern SECRET = Pattern.compile("(?i).*(password|secret|token|credential).*");
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{\\w+:\\?[^}]+}");
    /** Compose does not demand it; a service that is waited for does. */
    private static final Pattern GUARDED = Pattern.compile("\\$\\{\\w+:-}");
    /** What stands between the user and the host of an address. */
    private static final Pattern IN_ADDRESS = Pattern.compile("://[^:/@]*:(.*)@");

    ComposeFile compose = ComposeFile.read();

    @Test
    @DisplayName("has the whole path from NiFi to the stores, and the rest in profiles")
    void hasTheWholePathAndProfiles() {
        Set<String> always = compose.services().values().stream()
                .filter(service -> service.list("profiles").isEmpty())
                .map(Service::name)
                .collect(Collectors.toSet());
        assertThat(always)
                .containsExactlyInAnyOrder(
                        "sluice",
                        "postgres",
                        "mongo",
                        "kafka",
                        "kafka-topics",
                        "kafka-ui-password",
                        "kafka-ui",
                        "nifi-password",
                        "nifi",
                        "nifi-import",
                        "ready");
    }

    @Test
    @DisplayName("gives Sluice only variables of keys that it reads, and all three addresses")
    void sluiceVariables() throws IOException {
        ConfigurationKeys keys = ConfigurationKeys.onClassPath();
        Set<String> variables = compose.services().get("sluice").environment().keySet();
        assertThat(variables)
                .contains("SPRING_DATASOURCE_URL", "SPRING_KAFKA_BOOTSTRAP_SERVERS", "SPRING_MONGODB_URI")
                .allMatch(keys::reads);
        assertThat(keys.reads("SLUICE_WEB_ALLOWED_HOST")).isFalse();
    }

    @Test
    @DisplayName("gives the other images only variables that they document")
    void otherVariables() {
        assertThat(compose.services().values())
                .filteredOn(service -> !service.name().equals("sluice"))
                .allSatisfy(service -> assertThat(service.environment().keySet())
                        .as(service.name())
                        .allMatch(name -> name.matches(DOCUMENTED.getOrDefault(service.name(), GUARD))));
    }

    @Test
    @DisplayName("takes every secret from .env, and starts nothing without it")
    void takesEverySecretFromTheEnvironment() {
        compose.services().values().forEach(service -> {
            service.environment().forEach((name, value) -> {
                if (SECRET.matcher(name).matches() && !name.endsWith("USERNAME")) {
                    assertDemanded(service, name, value);
                }
                IN_ADDRESS.matcher(value).results().forEach(match -> assertDemanded(service, name, match.group(1)));
            });
            assertThat(service.settings().toString()).doesNotContainPattern("(?i)--(password|secret|token)[=, ]");
        });
        assertThat(compose.variables())
                .filteredOn(variable -> !variable.group().equals(MASTER))
                .allSatisfy(
                        variable -> assertThat(variable.group()).matches(REQUIRED.pattern() + "|" + GUARDED.pattern()));
    }

    private void assertDemanded(Service service, String name, String value) {
        // Sluice takes an empty one for none.
        if (REQUIRED.matcher(value).matches()
                || Set.of("SLUICE_SPARK_SECRET", "SLUICE_SECURITY_METRICS_TOKEN")
                        .contains(name)) {
            return;
        }
        assertThat(value).as(name).matches(GUARDED);
        assertThat(compose.startedWith(service.name()).stream()
                        .map(each -> compose.services().get(each))
                        .filter(each -> each.list("entrypoint").toString().contains("test $${#SECRET} -ge 12"))
                        .map(each -> each.environment().get("SECRET")))
                .as("%s of %s", name, service)
                .contains(value);
    }

    @Test
    @DisplayName("asks for five secrets and less than 4 GB where Sluice alone is named")
    void leanWayNeedsFiveSecretsAndLittleMemory() {
        Set<String> started = compose.startedWith("sluice");
        assertThat(started).containsExactlyInAnyOrder("sluice", "postgres", "mongo", "kafka", "kafka-topics");
        assertThat(compose.variables().stream()
                        .filter(variable -> REQUIRED.matcher(variable.group()).matches())
                        .map(variable -> variable.group(1))
                        .distinct())
                .containsExactlyInAnyOrder(
                        "SLUICE_PASSWORD",
                        "POSTGRES_PASSWORD",
                        "MONGO_PASSWORD",
                        "POSTGRES_ADMIN_PASSWORD",
                        "MONGO_ADMIN_PASSWORD");
        assertThat(started.stream()
                        .mapToInt(each -> Integer.parseInt(compose.services()
                                .get(each)
                                .settings()
                                .get("mem_limit")
                                .toString()
                                .replace("m", "")))
                        .sum())
                .isLessThan(4096);
    }

    @Test
    @DisplayName("gives Sluice a role and a user of its own, which have no right beyond one database")
    void givesSluiceUsersOfItsOwn() {
        String role = ComposeFile.file("compose/postgres/sluice.sql");
        assertThat(role).contains("CREATE ROLE sluice LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION");
        assertThat(ComposeFile.file("compose/mongo/sluice.js"))
                .contains("roles: [{ role: \"readWrite\", db: \"sluice\" }]");
        for (String store : List.of("postgres", "mongo")) {
            Service service = compose.services().get(store);
            assertThat(service.list("volumes")).contains("./compose/" + store + ":/docker-entrypoint-initdb.d:ro");
            String own = service.environment().get("SLUICE_PASSWORD");
            assertThat(compose.services().get("sluice").environment().values()).anyMatch(value -> value.contains(own));
        }
        assertThat(compose.services().get("sluice").environment().values().toString())
                .doesNotContain("ADMIN");
    }

    @Test
    @DisplayName("starts Sluice locked, and hands Prometheus the token with which it may read the metrics")
    void startsLocked() {
        assertThat(compose.services().get("sluice").environment())
                .containsEntry("SLUICE_SECURITY_ADMIN_PASSWORD", "${SLUICE_PASSWORD:?set it in .env}")
                .containsEntry("SLUICE_SECURITY_METRICS_TOKEN", "${SLUICE_METRICS_TOKEN:-}")
                .containsEntry("SLUICE_SECURITY_BEHIND_PROXY", "true");
        assertThat(compose.services().get("prometheus").list("secrets")).containsExactly("metrics-token");
        assertThat(compose.text()).contains("  metrics-token:\n    environment: SLUICE_METRICS_TOKEN\n");
        assertThat(ComposeFile.file("observability/prometheus.yml"))
                .contains("credentials_file: /run/secrets/metrics-token");
    }

    @Test
    @DisplayName("fails where NiFi does not take the flow, for something waits for it")
    void failsWithoutFlow() {
        assertThat(compose.services().get("ready").waitsFor())
                .containsEntry("nifi-import", "service_completed_successfully");
        assertThat(compose.services().get("nifi-import").waitsFor()).containsEntry("sluice", "service_healthy");
    }

    @Test
    @DisplayName("has nothing that a second file loses or that podman does not know, and starts no JVM for a check")
    void survivesASecondFileAndPodman() {
        assertThat(compose.services().values()).allSatisfy(service -> {
            assertThat(service.healthcheck()).as(service.name()).doesNotContainKey("start_interval");
            assertThat(service.healthcheck().toString()).as(service.name()).doesNotContainPattern("\\.sh|mongosh");
            assertThat(service.settings().values()).as(service.name()).noneMatch(List.of()::equals);
        });
    }

    @Test
    @DisplayName("uses exactly the variables of .env.example, which has no value for any")
    void exampleOfEnv() {
        Set<String> used = compose.variables().stream()
                .filter(match -> !match.group().equals(MASTER))
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(ComposeFile.file(".env.example").lines().filter(line -> !line.isBlank() && !line.startsWith("#")))
                .allMatch(line -> line.endsWith("="))
                .extracting(line -> line.replace("=", ""))
                .containsExactlyInAnyOrderElementsOf(used);
        assertThat(ComposeFile.file(".gitignore").lines()).contains(".env");
    }

    @Test
    @DisplayName("has a Spark cluster of Sluice's own release, which two lines of .env lead Sluice to")
    void clusterHasSluicesOwnSparkRelease() {
        Service master = compose.services().get("spark-master");
        Service worker = compose.services().get("spark-worker");
        String url = "spark://spark-master:7077";
        assertThat(master.list("command")).containsSequence("--host", "spark-master", "--port", "7077");
        assertThat(worker.list("command")).contains(url);
        assertThat(worker.settings().get("deploy")).hasToString("{replicas=2}");
        assertThat(List.of(master, worker)).allSatisfy(service -> {
            assertThat(service.list("profiles")).containsExactly("cluster");
            assertThat(service.image())
                    .contains(":" + org.apache.spark.package$.MODULE$.SPARK_VERSION() + "-scala2.12-java17-");
            assertThat(service.environment().values()).anyMatch(value -> value.contains("spark.authenticate=true"));
        });
        assertThat(compose.services().get("sluice").environment()).containsEntry("SLUICE_SPARK_MASTER", MASTER);
        assertThat(ComposeFile.file(".env.example").lines())
                .contains("#COMPOSE_PROFILES=cluster", "#SLUICE_SPARK_MASTER=" + url);
    }

    @Test
    @DisplayName("publishes each port once, and only on loopback")
    void publishesPortsOnceOnLoopback() {
        assertThat(compose.services().values().stream()
                        .flatMap(service -> service.list("ports").stream())
                        .map(port -> port.replaceFirst(":\\d+$", ""))
                        .toList())
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(5)
                .allMatch(port -> port.matches("127\\.0\\.0\\.1:\\d+"));
    }

    @Test
    @DisplayName("pins every image to a version")
    void pinsEveryImage() {
        assertThat(compose.services().values())
                .extracting(Service::image)
                .allMatch(image -> image.matches(".+:v?\\d+\\.\\d+.*") && !image.contains("latest"));
    }

    @Test
    @DisplayName("limits the memory of every service, joins it to the one network, and forbids more privileges")
    void limitsMemoryAndPrivileges() {
        assertThat(compose.services().values()).allSatisfy(service -> {
            assertThat(service.settings()).as(service.name()).containsKeys("mem_limit", "logging", "restart");
            assertThat(service.settings())
                    .as(service.name())
                    .doesNotContainKeys("privileged", "network_mode", "env_file");
            assertThat(service.list("networks")).containsExactly("sluice");
            assertThat(service.list("security_opt"))
                    .containsExactly("no-new-privileges:" + !service.name().equals("pgadmin"));
        });
    }

    @Test
    @DisplayName("checks the health of whatever stays, and waits for health or for an end")
    void checksTheHealthOfWhatStays() {
        Map<String, Service> services = compose.services();
        assertThat(services.values()).allSatisfy(service -> {
            assertThat(service.healthcheck().isEmpty()).as(service.name()).isEqualTo(service.isOneShot());
            service.waitsFor()
                    .forEach((other, condition) -> assertThat(condition)
                            .as("%s waits for %s", service.name(), other)
                            .isEqualTo(
                                    services.get(other).isOneShot()
                                            ? "service_completed_successfully"
                                            : "service_healthy"));
        });
    }

    @Test
    @DisplayName("declares the volumes that it uses, and mounts files that exist")
    void declaresItsVolumesAndMountsExistingFiles() {
        Set<String> mounts = compose.services().values().stream()
                .map(Service::mounts)
                .flatMap(Collection::stream)
                .collect(Collectors.toSet());
        assertThat(mounts.stream().filter(mount -> !mount.startsWith(".")))
                .containsExactlyInAnyOrderElementsOf(compose.volumes());
        assertThat(mounts.stream().filter(mount -> mount.startsWith(".")))
                .hasSizeGreaterThan(4)
                .allSatisfy(mount -> assertThat(Path.of(mount)).exists());
    }

    @Test
    @DisplayName("brings the pipeline of the demonstration, for what NiFi puts into its topic")
    void bringsTheDemonstrationsPipeline() throws IOException {
        DefinitionReader reader = new DefinitionReader(new DefinitionCheck(TestFormats.json(), TestStores.nowhere()));
        PipelineDefinition mounted =
                reader.yaml(ComposeFile.file("compose/pipelines/quotes.yml").getBytes(StandardCharsets.UTF_8));
        PipelineDefinition builtIn = reader.json(
                ComposeFile.file("src/main/resources/demo/pipeline.json").getBytes(StandardCharsets.UTF_8));
        assertThat(new DefinitionCheck(TestFormats.json(), TestStores.nowhere())
                        .check(mounted)
                        .faults())
                .isEmpty();
        assertThat(mounted)
                .usingRecursiveComparison()
                .ignoringFields("description")
                .isEqualTo(builtIn);
        assertThat(compose.services().get("kafka-topics").list("command"))
                .contains("--topic=" + mounted.source().topics().get(0));
    }
}
