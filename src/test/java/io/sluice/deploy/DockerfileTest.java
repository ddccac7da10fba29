package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The Dockerfile")
class DockerfileTest {

    String dockerfile = ComposeFile.file("Dockerfile").replace("\\\n", " ");

    @Test
    @DisplayName("copies every layer but the loader's, in the order in which they change")
    void copiesLayersInTheOrderTheyChange() {
        List<String> declared = found(ComposeFile.file("src/main/docker/layers.xml"), "<layer>(.*)</layer>");
        assertThat(found(dockerfile, "(?m)^COPY --from=build /layers/([a-z-]+)/ /app/$"))
                .hasSize(3)
                .containsExactlyElementsOf(declared.stream()
                        .filter(layer -> !layer.equals("spring-boot-loader"))
                        .toList());
    }

    @Test
    @DisplayName("runs Java itself, as a user without rights, and takes the heap from the container's limit")
    void runsJavaAsAUserWithoutRights() {
        assertThat(dockerfile)
                .containsPattern("(?m)^USER 10001:10001$")
                .containsPattern("(?m)^ENTRYPOINT \\[\"java\", .*\"-XX:\\+ExitOnOutOfMemoryError\".*]$")
                .containsPattern("(?m)^HEALTHCHECK .* CMD \\[.*]$")
                .contains("-XX:MaxRAMPercentage=")
                .doesNotContain("-Xmx", "curl");
    }

    @Test
    @DisplayName("keeps an archive of the classes of a start with the flags of every start, and starts from it")
    void startsFromAnArchiveOfItsOwnFlags() {
        String recorded = found(dockerfile, "(?m)^RUN /tmp/archive-classes (.*) && rm /tmp/archive-classes$")
                .get(0)
                .replaceAll("\\s+", " ")
                .strip();
        String started = found(dockerfile, "(?m)^ENTRYPOINT \\[(.*)]$")
                .get(0)
                .replaceAll("[\",]+", " ")
                .replaceAll("\\s+", " ")
                .strip();
        assertThat(started).isEqualTo("java -XX:SharedArchiveFile=" + recorded);
    }

    @Test
    @DisplayName("takes both bases as build arguments")
    void takesBasesAsBuildArguments() {
        assertThat(found(dockerfile, "(?m)^FROM (\\S+)")).containsExactly("${BUILD_BASE}", "${RUN_BASE}");
        assertThat(found(dockerfile, "(?m)^ARG (\\w+_BASE)=\\S+:\\S+$")).containsExactly("BUILD_BASE", "RUN_BASE");
    }

    @Test
    @DisplayName("sets only variables of keys that Sluice reads, and Java's own")
    void setsOnlyKnownVariables() throws IOException {
        ConfigurationKeys keys = ConfigurationKeys.onClassPath();
        String env = found(dockerfile, "(?m)^ENV (.*)$").get(0);
        assertThat(found(env, "([A-Z_]+)=\\S+"))
                .contains("SLUICE_DATA_DIRECTORY", "JAVA_TOOL_OPTIONS")
                .allMatch(name -> name.equals("JAVA_TOOL_OPTIONS") || keys.reads(name));
    }

    @Test
    @DisplayName("gets from the build's directory only what it reads")
    void readsOnlyWhatItCopies() {
        assertThat(ComposeFile.file(".dockerignore").lines().filter(line -> !line.startsWith("#")))
                .containsExactly("*", "!pom.xml", "!LICENSE", "!src/build", "!src/main", "!docs/problems.md");
    }

    private static List<String> found(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
