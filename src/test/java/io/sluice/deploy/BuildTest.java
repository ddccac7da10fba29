package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@DisplayName("The build")
class BuildTest {

    /** After the last phase of mvn spring-boot:run, and before the tests. */
    static final String CHECKS = "process-test-classes";

    static final List<String> AFTER_THE_RUN =
            List.of(CHECKS, "test", "prepare-package", "package", "integration-test", "verify");

    /** Where goals without a phase run, of those that the pom names. */
    static final Map<String, String> BY_THEMSELVES =
            Map.of("integration-test", "integration-test", "verify", "verify", "revision", "initialize");

    XPath paths = XPathFactory.newInstance().newXPath();
    Document pom;

    @BeforeEach
    void read() throws Exception {
        pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile());
    }

    @Test
    @DisplayName("does nothing for mvn spring-boot:run that running does not need")
    void runNeedsNothingFurther() throws Exception {
        List<String> early = new ArrayList<>();
        NodeList executions = nodes("/project/build/plugins/plugin/executions/execution");
        for (int i = 0; i < executions.getLength(); i++) {
            Element execution = (Element) executions.item(i);
            if (!AFTER_THE_RUN.contains(phase(execution))) {
                early.add(child(execution, "id"));
            }
        }
        assertThat(early).containsExactlyInAnyOrder("problem-pages", "broker-jars", "dashboard");
    }

    @Test
    @DisplayName("asks Error Prone, with NullAway as an error, and the formatter before the tests")
    void checksComeBeforeTheTests() throws Exception {
        assertThat(phaseOf("error-prone")).isEqualTo(CHECKS);
        assertThat(text("//execution[id='error-prone']//compilerArgs"))
                .contains("-Xplugin:ErrorProne -Xep:NullAway:ERROR");
        assertThat(text("//plugin[artifactId='spotless-maven-plugin']//phase")).isEqualTo(CHECKS);
    }

    @Test
    @DisplayName("opens the same packages of Java in the jar as where it runs from classes")
    void jarOpensWhatTheFlagsOpen() throws Exception {
        String flags = text("/project/properties/sluice.jvm-flags");
        assertThat(opened(flags, "--add-opens"))
                .containsExactly(text("/project/properties/sluice.add-opens").split(" "));
        assertThat(opened(flags, "--add-exports"))
                .containsExactly(text("/project/properties/sluice.add-exports").split(" "));
    }

    private static List<String> opened(String flags, String flag) {
        return Pattern.compile(flag + " (\\S+)=ALL-UNNAMED")
                .matcher(flags)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    @DisplayName("puts version and commit, but no person and no machine, into the jar")
    void jarNamesCommitButNoPerson() throws Exception {
        assertThat(phaseOf("build-info")).isEqualTo("prepare-package");
        assertThat(text("//plugin[artifactId='git-commit-id-maven-plugin']//includeOnlyProperties"))
                .contains("git.commit.id.abbrev")
                .doesNotContain("user", "host", "remote", "message");
    }

    @Test
    @DisplayName("is run by the documents' own commands in phases that compile the tests")
    void documentedCommandsCompileTheTests() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("docs"))) {
            for (Path doc :
                    files.filter(file -> file.toString().endsWith(".md")).toList()) {
                assertThat(Files.readString(doc)).as(doc.toString()).doesNotContain(" test-compile exec:exec");
            }
        }
    }

    private String phaseOf(String id) throws Exception {
        return phase((Element) nodes("//execution[id='" + id + "']").item(0));
    }

    private String phase(Element execution) throws Exception {
        String phase = child(execution, "phase");
        return phase.isEmpty()
                ? BY_THEMSELVES.getOrDefault(
                        paths.evaluate("goals/goal[1]", execution).strip(), "unknown")
                : phase;
    }

    private String child(Element execution, String name) throws Exception {
        return paths.evaluate(name, execution).strip();
    }

    private String text(String path) throws Exception {
        return paths.evaluate(path, pom).strip();
    }

    private NodeList nodes(String path) throws Exception {
        return (NodeList) paths.evaluate(path, pom, XPathConstants.NODESET);
    }
}
