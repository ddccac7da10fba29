package io.sluice.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @TempDir
    Path directory;

    @Test
    void theDataDirectoryIsWhereSpringWillHaveIt() throws Exception {
        assertThat(settings(Map.of(), Map.of()).dataDirectory()).contains(directory.resolve("data"));
        assertThat(settings(Map.of(), Map.of("SLUICE_DATADIRECTORY", "e")).dataDirectory())
                .contains(directory.resolve("e"));
        assertThat(settings(Map.of("sluice.data-directory", "p"), Map.of("SLUICE_DATA_DIRECTORY", "e"))
                        .dataDirectory())
                .contains(directory.resolve("p"));
        assertThat(settings(Map.of("sluice.data-directory", "p"), Map.of(), "--sluice.dataDirectory=/a")
                        .dataDirectory())
                .contains(Path.of("/a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sluice:\n  data-directory: x\n", "sluice.dataDirectory=x", "sluice: {data_directory: x}"})
    void aFileThatNamesItIsLeftToSpring(String text) throws Exception {
        write("application-local.yml", text);
        assertThat(settings(Map.of(), Map.of()).dataDirectory()).isEmpty();
        assertThat(settings(Map.of(), Map.of(), "--sluice.data-directory=/a").dataDirectory())
                .contains(Path.of("/a"));
    }

    @Test
    void aCommentNamesNothing() throws Exception {
        write("application.yml", "sluice:\n#  data-directory: ./data\n  demo: {enabled: false} # not data-directory\n");
        assertThat(settings(Map.of(), Map.of()).dataDirectory()).isPresent();
    }

    @Test
    void whatOnlySpringUnderstandsIsLeftToIt() throws Exception {
        assertThat(settings(Map.of(), Map.of(), "--spring.config.location=/x").dataDirectory())
                .isEmpty();
        assertThat(settings(Map.of(), Map.of("SPRING_APPLICATION_JSON", "{}")).dataDirectory())
                .isEmpty();
        assertThat(settings(Map.of(), Map.of(), "--sluice.data-directory=${HOME}/x")
                        .dataDirectory())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-javaagent:a.jar",
                "-agentlib:jdwp=transport=dt_socket,address=5005",
                "-Xshare:off",
                "-XX:SharedArchiveFile=own.jsa",
                "-Dcom.sun.management.jmxremote.port=9010",
                "@options"
            })
    void optionsThatHoldSomethingAreInTheWay(String option) {
        Settings settings = settings(Map.of(), Map.of());
        assertThat(settings.allow(JavaCommandTest.parse(0, "java", option, "-jar", "sluice.jar")))
                .isFalse();
        JavaCommand plain = JavaCommandTest.parse(0, "java", "-Xmx1g", "-jar", "sluice.jar");
        assertThat(settings.allow(plain)).isTrue();
        assertThat(settings(Map.of(), Map.of("JAVA_TOOL_OPTIONS", "-Xss1m " + option))
                        .allow(plain))
                .isFalse();
    }

    @Test
    void itCanBeTurnedOff() {
        assertThat(settings(Map.of(), Map.of()).isOn()).isTrue();
        assertThat(settings(Map.of(), Map.of("SLUICE_UNPACK", "false")).isOn()).isFalse();
        assertThat(settings(Map.of("sluice.unpack", "false"), Map.of()).isOn()).isFalse();
        assertThat(settings(Map.of(), Map.of(), "--sluice.unpack=false").isOn()).isFalse();
    }

    private Settings settings(Map<String, String> properties, Map<String, String> environment, String... args) {
        return Settings.of(args, properties, environment, directory);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve("config")).resolve(name), text);
    }
}
