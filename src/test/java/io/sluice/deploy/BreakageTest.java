package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A fault does not pass the checks")
class BreakageTest {

    private static final String COMPOSE = ComposeFile.file("docker-compose.yml");
    private static final String DOCKERFILE = ComposeFile.file("Dockerfile");

    @ParameterizedTest(name = "{0}")
    @MethodSource("composeFaults")
    @DisplayName("of the compose file")
    void breakingTheComposeFileIsNoticed(String named, String from, String to, ThrowingConsumer<ComposeTest> check) {
        ComposeTest checks = new ComposeTest();
        checks.compose = ComposeFile.of(broken(COMPOSE, from, to));
        assertThatThrownBy(() -> check.acceptThrows(checks))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(named);
    }

    static Stream<Arguments> composeFaults() {
        return Stream.of(
                fault(
                        "SLUICE_WEB_HOSTS",
                        "SLUICE_WEB_ALLOWED_HOSTS:",
                        "SLUICE_WEB_HOSTS:",
                        ComposeTest::sluiceVariables),
                fault("SPRING_MONGO_URI", "SPRING_MONGODB_URI:", "SPRING_MONGO_URI:", ComposeTest::sluiceVariables),
                fault("POSTGRES_PASS", "POSTGRES_PASSWORD: $", "POSTGRES_PASS: $", ComposeTest::otherVariables),
                fault(
                        "0.0.0.0:8080",
                        "127.0.0.1:8080:8080",
                        "0.0.0.0:8080:8080",
                        ComposeTest::publishesPortsOnceOnLoopback),
                fault("\"5432\"", "127.0.0.1:5432:5432", "5432:5432", ComposeTest::publishesPortsOnceOnLoopback),
                fault(
                        "{target=9092}",
                        "\"127.0.0.1:9094:9094\"",
                        "target: 9092",
                        ComposeTest::publishesPortsOnceOnLoopback),
                fault(
                        "127.0.0.1:8080",
                        "127.0.0.1:8082:8080",
                        "127.0.0.1:8080:8080",
                        ComposeTest::publishesPortsOnceOnLoopback),
                fault(
                        "POSTGRES_PASSWORD",
                        "      POSTGRES_PASSWORD: ${POSTGRES_ADMIN_PASSWORD:?set it in .env}",
                        "      POSTGRES_PASSWORD: sluice",
                        ComposeTest::takesEverySecretFromTheEnvironment),
                fault(
                        "${GRAFANA_PASSWORD:-admin}",
                        "{GRAFANA_PASSWORD:-}",
                        "{GRAFANA_PASSWORD:-admin}",
                        ComposeTest::takesEverySecretFromTheEnvironment),
                fault(
                        "NIFI_PASSWORD",
                        "      nifi-password:\n        condition: service_completed_successfully\n",
                        "",
                        ComposeTest::takesEverySecretFromTheEnvironment),
                fault(
                        "NIFI_PASSWORD",
                        "{NIFI_PASSWORD:-}",
                        "{NIFI_PASSWORD:?set it in .env}",
                        ComposeTest::leanWayNeedsFiveSecretsAndLittleMemory),
                fault(
                        "4096",
                        "mem_limit: 1536m",
                        "mem_limit: 3072m",
                        ComposeTest::leanWayNeedsFiveSecretsAndLittleMemory),
                fault(
                        "SLUICE_SECURITY_ADMIN_PASSWORD",
                        "${SLUICE_PASSWORD:?set it in .env}",
                        "${SLUICE_PASSWORD:-}",
                        ComposeTest::startsLocked),
                fault("nifi-import", "      nifi-import:\n", "      nifi:\n", ComposeTest::failsWithoutFlow),
                fault("pgadmin", "[\"no-new-privileges:false\"]", "[]", ComposeTest::survivesASecondFileAndPodman),
                fault(
                        "start_interval",
                        "start_period: 60s",
                        "start_interval: 5s",
                        ComposeTest::survivesASecondFileAndPodman),
                fault("ADMIN", ":${MONGO_PASSWORD:", ":${MONGO_ADMIN_PASSWORD:", ComposeTest::givesSluiceUsersOfItsOwn),
                fault(
                        "SPRING_MONGODB_URI",
                        "mongodb://sluice:${MONGO_PASSWORD:?set it in .env}@mongo:27017/sluice",
                        "mongodb://sluice:sluice@mongo:27017/sluice",
                        ComposeTest::takesEverySecretFromTheEnvironment),
                fault(
                        "--password=hunter",
                        "--partitions=4",
                        "--password=hunter",
                        ComposeTest::takesEverySecretFromTheEnvironment),
                fault("OTHER_PASSWORD", "{PGADMIN_PASSWORD", "{OTHER_PASSWORD", ComposeTest::exampleOfEnv),
                fault("postgres:latest", "postgres:17.10", "postgres:latest", ComposeTest::pinsEveryImage),
                fault("apache/kafka", "apache/kafka:4.1.1", "apache/kafka", ComposeTest::pinsEveryImage),
                fault("nifi:2-latest", "nifi:2.11.0", "nifi:2-latest", ComposeTest::pinsEveryImage),
                fault("mem_limit", "    mem_limit: 2g\n", "", ComposeTest::limitsMemoryAndPrivileges),
                fault(
                        "privileged",
                        "    read_only: true\n",
                        "    privileged: true\n",
                        ComposeTest::limitsMemoryAndPrivileges),
                fault(
                        "waits for mongo",
                        "condition: service_healthy",
                        "condition: service_started",
                        ComposeTest::checksTheHealthOfWhatStays),
                fault("grafana-data", "  grafana-data:\n", "", ComposeTest::declaresItsVolumesAndMountsExistingFiles),
                fault(
                        "alert.yml",
                        "./observability/alerts.yml",
                        "./observability/alert.yml",
                        ComposeTest::declaresItsVolumesAndMountsExistingFiles));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("imageFaults")
    @DisplayName("of the Dockerfile")
    void breakingTheDockerfileIsNoticed(String named, String from, String to, ThrowingConsumer<DockerfileTest> check) {
        DockerfileTest checks = new DockerfileTest();
        checks.dockerfile = broken(DOCKERFILE, from, to).replace("\\\n", " ");
        assertThatThrownBy(() -> check.acceptThrows(checks))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(named);
    }

    static Stream<Arguments> imageFaults() {
        return Stream.of(
                inImage(
                        "spark",
                        "COPY --from=build /layers/dependencies/ /app/\n",
                        "",
                        DockerfileTest::copiesLayersInTheOrderTheyChange),
                inImage(
                        "dependencies",
                        "/layers/spark/ /app/\nCOPY --from=build /layers/dependencies/",
                        "/layers/dependencies/ /app/\nCOPY --from=build /layers/spark/",
                        DockerfileTest::copiesLayersInTheOrderTheyChange),
                inImage("USER", "USER 10001:10001", "USER root", DockerfileTest::runsJavaAsAUserWithoutRights),
                inImage(
                        "ENTRYPOINT",
                        "ENTRYPOINT [\"java\"",
                        "ENTRYPOINT [\"sh\", \"-c\", \"java\"",
                        DockerfileTest::runsJavaAsAUserWithoutRights),
                inImage(
                        "HEALTHCHECK",
                        "[\"/usr/local/bin/health\", \"liveness\"]",
                        "curl -f localhost:8080",
                        DockerfileTest::runsJavaAsAUserWithoutRights),
                inImage(
                        "-Xmx",
                        "-XX:MaxRAMPercentage=60",
                        "-XX:MaxRAMPercentage=60 -Xmx1g",
                        DockerfileTest::runsJavaAsAUserWithoutRights),
                inImage(
                        "BASE",
                        "FROM ${RUN_BASE}",
                        "FROM docker.io/library/eclipse-temurin:17-jre",
                        DockerfileTest::takesBasesAsBuildArguments),
                inImage(
                        "RUN_BASE",
                        "eclipse-temurin:17-jre",
                        "eclipse-temurin",
                        DockerfileTest::takesBasesAsBuildArguments),
                inImage(
                        "SLUICE_DATA_DIR",
                        "SLUICE_DATA_DIRECTORY",
                        "SLUICE_DATA_DIR",
                        DockerfileTest::setsOnlyKnownVariables));
    }

    private static Arguments fault(String named, String from, String to, ThrowingConsumer<ComposeTest> check) {
        return Arguments.of(named, from, to, check);
    }

    private static Arguments inImage(String named, String from, String to, ThrowingConsumer<DockerfileTest> check) {
        return Arguments.of(named, from, to, check);
    }

    private static String broken(String text, String from, String to) {
        assertThat(text).contains(from);
        return text.replace(from, to);
    }
}
