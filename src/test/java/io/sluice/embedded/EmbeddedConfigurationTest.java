package io.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;

class EmbeddedConfigurationTest {

    private static final String[] ALL_SET = {
        "spring.datasource.url=jdbc:postgresql://db/sluice",
        "spring.kafka.bootstrap-servers=kafka:9092",
        "spring.mongodb.uri=mongodb://mongo/sluice"
    };

    @TempDir
    Path directory;

    private ApplicationContextRunner runner;

    /** This room and those below, as the application finds them. */
    @ComponentScan
    static class Stack {}

    @BeforeEach
    void setUp() {
        runner = new ApplicationContextRunner()
                .withUserConfiguration(Stack.class)
                .withPropertyValues(ALL_SET)
                .withPropertyValues("sluice.data-directory=" + directory);
    }

    @Test
    @DisplayName("with three addresses configured nothing embedded exists, but the directory is held")
    void startsNothing() {
        runner.run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedServer.class);
            assertThat(context.getBean(EmbeddedStack.class).keepers()).isEmpty();
            assertThat(context.getBean(DataDirectory.class).path()).isEqualTo(directory);
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("lock", "pid");
            }
        });
    }

    @Test
    @DisplayName("an address left empty is unset: that service alone is embedded, and Boot learns its address")
    void startsWhatIsUnset() {
        runner.withPropertyValues("spring.mongodb.uri=", "sluice.embedded.mongo-port=0")
                .run(context -> {
                    Map<EmbeddedService, ServerKeeper> keepers =
                            context.getBean(EmbeddedStack.class).keepers();
                    assertThat(keepers).containsOnlyKeys(EmbeddedService.MONGO);
                    keepers.get(EmbeddedService.MONGO).ready().join();
                    assertThat(context.getBean(MongoConnectionDetails.class)
                                    .getConnectionString()
                                    .getHosts())
                            .singleElement()
                            .asString()
                            .startsWith("127.0.0.1:");
                    assertThat(context).doesNotHaveBean(JdbcConnectionDetails.class);
                    assertThat(context).doesNotHaveBean(KafkaConnectionDetails.class);
                });
    }

    @Test
    @DisplayName("a build without the embedded stack names every address that is missing, and its variable")
    void namesMissingAddresses() {
        runner.withClassLoader(containerBuild())
                .withPropertyValues("spring.datasource.url=", "spring.mongodb.uri=")
                .run(context -> {
                    FailureAnalysis analysis = new EmbeddedFailureAnalyzer().analyze(context.getStartupFailure());
                    assertThat(analysis).isNotNull();
                    assertThat(analysis.getDescription())
                            .startsWith("No address is configured for Postgres, Mongo, and this build");
                    assertThat(analysis.getAction())
                            .contains("spring.datasource.url, spring.mongodb.uri")
                            .contains("SPRING_DATASOURCE_URL, SPRING_MONGODB_URI");
                });
    }

    @Test
    @DisplayName("a build without the embedded stack starts with three addresses")
    void needsNoEmbeddedParts() {
        runner.withClassLoader(containerBuild())
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedServer.class));
    }

    /** What {@code mvn -Pcontainer} leaves out cannot be found: neither classes nor resources. */
    private static ClassLoader containerBuild() {
        Predicate<String> leftOut = name -> Stream.of("io.zonky.", "de.bwaldvogel.", "org.h2.", "embedded.")
                .anyMatch(name.replace('/', '.')::startsWith);
        return new FilteredClassLoader(leftOut);
    }

    @Test
    @DisplayName("a start that fails says what is wrong and what to do, through Boot's failure analysis")
    void explainsFailure() throws Exception {
        try (DataDirectoryLock held = DataDirectoryLock.take(directory)) {
            runner.run(context -> {
                FailureAnalysis analysis = new EmbeddedFailureAnalyzer().analyze(context.getStartupFailure());
                assertThat(analysis).isNotNull();
                assertThat(analysis.getDescription())
                        .contains(held.directory().path().toString(), "in use by process");
                assertThat(analysis.getAction()).contains("sluice.data-directory");
            });
        }
    }

    @Test
    @DisplayName("a port out of range is refused by name")
    void validatesPorts() {
        runner.withPropertyValues("sluice.embedded.kafka-port=70000")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("kafkaPort"));
    }
}
