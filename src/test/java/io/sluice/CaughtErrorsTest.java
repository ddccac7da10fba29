package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** ADR 18: nothing goes on after the memory is exhausted. */
@DisplayName("an error that is caught")
class CaughtErrorsTest {

    private static final Pattern CATCH =
            Pattern.compile("\\n( *)} catch \\(([^)]*\\|)?\\s*(Throwable|Error|OutOfMemoryError) \\w+\\) \\{");

    /** Who hands it to the thread that waits for it, which throws it. */
    private static final Set<String> HAND_IT_ON =
            Set.of("BulkSender.java", "ContinuousTask.java", "EmbeddedStack.java", "TopicQuestions.java");

    @Test
    @DisplayName("ends the process if the memory is exhausted, or is thrown on")
    void endsTheProcess() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String code = Files.readString(file);
                for (MatchResult each : CATCH.matcher(code).results().toList()) {
                    String block = code.substring(each.end(), code.indexOf("\n" + each.group(1) + "}", each.end()));
                    if (!block.contains("MemoryExhaustion.endIf(") && !block.contains("throw ")) {
                        found.add(file.getFileName().toString());
                    }
                }
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(HAND_IT_ON);
    }
}
