package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

@DisplayName("SECURITY.md")
class SecurityPageTest {

    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))(?:#(\\w+))?`");

    @Test
    @DisplayName("names a test that is there for each promise and each attack")
    void testsAreThere() throws IOException, ClassNotFoundException {
        Map<String, String> classes = classes();
        List<String> rows = Files.readAllLines(Path.of("SECURITY.md")).stream()
                .dropWhile(line -> !line.equals("## Promises"))
                .filter(line -> line.startsWith("|") && !line.contains("---") && !line.endsWith("| Test |"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(30).allSatisfy(row -> {
            List<MatchResult> named = NAMED.matcher(row.substring(row.lastIndexOf('|', row.length() - 2)))
                    .results()
                    .toList();
            assertThat(named).as(row).isNotEmpty();
            for (MatchResult test : named) {
                assertThat(classes).as(row).containsKey(test.group(1));
                if (test.group(2) != null) {
                    assertThat(methods(classes.get(test.group(1)))).contains(test.group(2));
                }
            }
        });
    }

    private static Set<String> methods(String type) throws ClassNotFoundException {
        return Arrays.stream(Class.forName(type, false, SecurityPageTest.class.getClassLoader())
                        .getDeclaredMethods())
                .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
                .map(java.lang.reflect.Method::getName)
                .collect(Collectors.toSet());
    }

    /** By simple name. */
    private static Map<String, String> classes() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.map(file -> TESTS.relativize(file).toString())
                    .filter(file -> file.endsWith("Test.java") || file.endsWith("IT.java"))
                    .map(file -> file.replace(".java", "").replace('/', '.'))
                    .collect(Collectors.toMap(
                            type -> type.substring(type.lastIndexOf('.') + 1), type -> type, (one, other) -> one));
        }
    }
}
