package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The names of the stores")
class StoreNamesTest {

    private static final Path CODE = Path.of("src/main/java/io/sluice");

    /** The rooms of the stores and of the ledger, which is in Postgres, and what configures and embeds their servers. */
    private static final Set<String> AT_HOME = Set.of(
            "stream/store/postgres",
            "stream/store/mongo",
            "results/postgres",
            "results/mongo",
            "telemetry/postgres",
            "telemetry/mongo",
            "stream/ledger",
            "stream/letters",
            "stream/jdbc",
            "embedded",
            "services",
            "LedgerOutage.java");

    @Test
    @DisplayName("stand outside their rooms only where nothing else will do")
    void standInFiveFiles() throws IOException {
        try (Stream<Path> files = Files.walk(CODE)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !isAtHome(file))
                            .filter(StoreNamesTest::namesStore)
                            .map(file -> file.getFileName().toString())
                            .collect(Collectors.toSet()))
                    .isSubsetOf(List.of(
                            "Wiring.java", // says which stores there are
                            "ExecutorJars.java", // ships the ledger's driver
                            "TableReads.java", // tells callers which server took too long
                            "LastError.java", // its labels are in the API and in the database
                            "Examples.java")); // the definition that the README has, too
        }
    }

    private static boolean isAtHome(Path file) {
        Path inside = CODE.relativize(file);
        return AT_HOME.stream().anyMatch(home -> inside.startsWith(home) || inside.endsWith(home));
    }

    private static boolean namesStore(Path file) {
        try {
            String text = Files.readString(file).toLowerCase(Locale.ROOT);
            return text.contains("postgres") || text.contains("mongo");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
