package io.sluice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.definition.DefinitionCheck;
import io.sluice.pipeline.definition.DefinitionReader;
import io.sluice.pipeline.definition.PipelineDefinition;
import io.sluice.testing.TestFormats;
import io.sluice.testing.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ByteArrayResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The user documentation")
class UserDocsTest {

    private static final Path README = Path.of("README.md");
    private static final Path CONFIGURATION = Path.of("docs/configuration.md");
    private static final Path DEFINITIONS = Path.of("docs/definitions.md");
    private static final Path METADATA = Path.of("target/classes/META-INF/spring-configuration-metadata.json");

    private final DefinitionReader definitions =
            new DefinitionReader(new DefinitionCheck(TestFormats.json(), TestStores.nowhere()));

    @Test
    @DisplayName("lists every key of Sluice in docs/configuration.md, no other, and each with its default")
    void listsEveryKey() throws IOException {
        Map<String, String> rows = found(CONFIGURATION, "(?m)^\\| `(sluice\\.[a-z.-]+?)(?:\\.\\*)?` \\| (.*?) \\|")
                .collect(toMap(row -> row.group(1), row -> row.group(2).replace("`", "")));
        Map<String, String> keys = keys();
        assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(keys.keySet());
        keys.values().removeIf(String::isEmpty);
        assertThat(rows).containsAllEntriesOf(keys);
    }

    @Test
    @DisplayName("has every key of Sluice in application.yml, no other, and each with its default")
    void applicationYamlHasEveryKey() throws IOException {
        // Of the commented lines, those with one space are prose.
        String settings = Files.readString(Path.of("application.yml")).replaceAll("(?m)^#(?! \\S|$)", "");
        Map<String, String> shown = yaml(settings).entrySet().stream()
                .filter(entry -> entry.getKey().toString().startsWith("sluice."))
                .collect(toMap(
                        entry -> entry.getKey()
                                .toString()
                                .replaceFirst("(?<=spark\\.properties|oidc\\.roles|security\\.certificates)\\..*", ""),
                        entry -> entry.getValue().toString()));
        Map<String, String> keys = keys();
        assertThat(shown.keySet()).containsExactlyInAnyOrderElementsOf(keys.keySet());
        keys.values().removeIf(String::isEmpty);
        assertThat(shown).containsAllEntriesOf(keys);
    }

    @Test
    @DisplayName("shows definitions that are valid")
    void shownDefinitionsAreValid() throws IOException {
        List<PipelineDefinition> json = Stream.concat(
                        found(DEFINITIONS, "(?s)```json\n(.*?)```"), found(README, "(?s)json <<'END'\n(.*?)\nEND"))
                .map(text -> definitions.json(text.group(1).getBytes(UTF_8)))
                .toList();
        List<PipelineDefinition> yaml = found(DEFINITIONS, "(?s)```yaml\n(.*?)```")
                .map(text -> definitions.yaml(text.group(1).getBytes(UTF_8)))
                .toList();
        assertThat(json).hasSize(2);
        assertThat(yaml).hasSize(1);
        assertThat(Stream.concat(json.stream(), yaml.stream()))
                .allSatisfy(definition -> assertThat(new DefinitionCheck(TestFormats.json(), TestStores.nowhere())
                                .check(definition)
                                .faults())
                        .isEmpty());
    }

    static Stream<String> documents() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("docs"))) {
            List<String> docs = files.map(Path::toString)
                    .filter(file -> file.endsWith(".md"))
                    .toList();
            return Stream.concat(Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md"), docs.stream());
        }
    }

    @ParameterizedTest(name = "{0} links to files and headings that exist")
    @MethodSource("documents")
    void documentLinksToWhatExists(String document) throws IOException {
        Path file = Path.of(document);
        List<String> headings = found(file, "(?m)^#+ (.*)$")
                .map(heading -> "#"
                        + heading.group(1)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z0-9 -]", "")
                                .replace(' ', '-'))
                .toList();
        assertThat(found(file, "\\]\\((?!https?:)([^)]+)\\)").map(link -> link.group(1)))
                .allSatisfy(link -> assertThat(headings.contains(link) || Files.exists(file.resolveSibling(link)))
                        .as(link)
                        .isTrue());
    }

    @Test
    @DisplayName("names only tests that exist, where it says what is guaranteed")
    void guaranteesNameTestsThatExist() throws IOException {
        Set<String> tests;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            tests = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(toSet());
        }
        assertThat(found(Path.of("docs/guarantees.md"), "`(\\w+(?:Test|IT))`").map(name -> name.group(1)))
                .hasSizeGreaterThan(40)
                .allSatisfy(name -> assertThat(tests).contains(name));
    }

    /** The default of each key as the generated metadata has it; empty where it has none. */
    private static Map<String, String> keys() throws IOException {
        return new JsonMapper()
                .readTree(Files.readString(METADATA))
                .path("properties")
                .valueStream()
                .filter(property -> property.path("name").asString().startsWith("sluice."))
                .collect(toMap(
                        property -> property.path("name").asString(), property -> text(property.path("defaultValue"))));
    }

    /** The metadata has a list as Java prints it. */
    private static String text(JsonNode value) {
        return value.isMissingNode()
                ? ""
                : value.asString().replaceAll("^\\[(.*)]$", "$1").replace(", ", ",");
    }

    private static Properties yaml(String text) {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ByteArrayResource(text.getBytes(UTF_8)));
        return yaml.getObject();
    }

    private static Stream<MatchResult> found(Path file, String pattern) throws IOException {
        return Pattern.compile(pattern).matcher(Files.readString(file)).results();
    }
}
