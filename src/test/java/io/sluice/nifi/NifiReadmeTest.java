package io.sluice.nifi;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The README of the NiFi flow")
class NifiReadmeTest {

    private static final Path README = Path.of("nifi-templates/README.md");
    private static final Path IMPORTER = Path.of("nifi-templates/import.py");

    @Test
    @DisplayName("names every parameter with its default, and the variable that sets it")
    void namesEveryParameterWithItsDefaultAndVariable() throws IOException {
        String readme = Files.readString(README);
        JsonNode flow = new JsonMapper().readTree(Files.readString(QuotesFlowTest.FLOW));
        assertThat(flow.at("/parameterContexts/Sluice quotes/parameters"))
                .hasSize(3)
                .allSatisfy(each -> {
                    String name = each.get("name").asString();
                    assertThat(readme)
                            .contains("| `" + name + "` | `" + each.get("value").asString() + "` |")
                            .contains("`" + name.toUpperCase(Locale.ROOT).replace('.', '_') + "`");
                });
    }

    @Test
    @DisplayName("names exactly the variables that the importer reads")
    void namesExactlyTheVariablesThatTheImporterReads() throws IOException {
        assertThat(found(README, "(?m)^\\| `(NIFI_\\w+)`(?:, or `(NIFI_\\w+)`)?"))
                .isEqualTo(found(IMPORTER, "\"(NIFI_[A-Z_]+)\""));
    }

    @Test
    @DisplayName("names every processor and relationship in its table")
    void namesEveryProcessorAndRelationship() throws IOException {
        String readme = Files.readString(README);
        JsonNode flow = new JsonMapper().readTree(Files.readString(QuotesFlowTest.FLOW));
        assertThat(flow.at("/flowContents/processors")).hasSize(3).allSatisfy(each -> {
            assertThat(readme).contains("| " + each.get("name").asString() + " | `");
            assertThat(Components.read()
                            .byType()
                            .get(each.get("type").asString())
                            .relationships())
                    .allSatisfy(name -> assertThat(readme).contains("`" + name + "`"));
        });
    }

    private static Set<String> found(Path file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .flatMap(match -> match.groupCount() > 1 && match.group(2) != null
                        ? Stream.of(match.group(1), match.group(2))
                        : Stream.of(match.group(1)))
                .collect(toSet());
    }
}
