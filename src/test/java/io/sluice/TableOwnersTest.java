package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The tables of the ledger and of the dead letters")
class TableOwnersTest {

    private static final Path CODE = Path.of("src/main/java/io/sluice");
    private static final Pattern STATEMENT =
            Pattern.compile("\\b(?:from|into|update|join|using)\\s+sluice\\.(\\w+)", Pattern.CASE_INSENSITIVE);

    @Test
    @DisplayName("are each in the statements of one room alone")
    void haveOneOwnerEach() throws IOException {
        Map<String, Set<String>> rooms = new TreeMap<>();
        for (Path file : javaFiles()) {
            Matcher statement = STATEMENT.matcher(Files.readString(file));
            while (statement.find()) {
                String room = CODE.relativize(file.getParent()).toString().replace('/', '.');
                rooms.computeIfAbsent(statement.group(1), table -> new TreeSet<>())
                        .add(room);
            }
        }

        assertThat(rooms).containsEntry("history", Set.of("pipeline.history"));
        assertThat(rooms).containsEntry("history_marks", Set.of("pipeline.history"));
        assertThat(rooms).containsEntry("versions", Set.of("pipeline.versions"));
        assertThat(rooms).containsEntry("audit", Set.of("access.audit"));
        for (String table : List.of("users", "tokens", "first_users")) {
            assertThat(rooms).containsEntry(table, Set.of("access.account"));
        }
        for (String table : List.of("dead_letters", "edits", "expired_letters", "forgotten_letters")) {
            assertThat(rooms).containsEntry(table, Set.of("stream.letters"));
        }
        for (String table : List.of("fences", "progress", "sink_progress", "origins", "targets", "marks", "replays")) {
            assertThat(rooms).containsEntry(table, Set.of("stream.ledger"));
        }
        assertThat(rooms).as("the catalogue has it by JPA").doesNotContainKey("pipelines");
    }

    private static List<Path> javaFiles() throws IOException {
        try (Stream<Path> files = Files.walk(CODE)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
