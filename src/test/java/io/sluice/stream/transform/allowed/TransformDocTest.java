package io.sluice.stream.transform.allowed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.transform.Bench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TransformDocTest {

    private static final StructType QUOTES = StructType.fromDDL(
            "quote STRING NOT NULL, character STRING NOT NULL, image STRING, characterDirection STRING");

    @Test
    @DisplayName("every SELECT of docs/transform.md is accepted")
    void examplesAreAccepted() throws IOException {
        List<String> examples = found("(?s)```sql\n(.*?)```");
        assertThat(examples)
                .hasSizeGreaterThan(3)
                .allSatisfy(sql -> assertThat(Bench.faults(QUOTES, sql)).isEmpty());
    }

    @Test
    @DisplayName("docs/transform.md lists exactly the allowed functions")
    void functionsAreListed() throws IOException {
        String table = found("(?s)\n\\| \\| \\|\n(.*)").get(0);
        assertThat(Pattern.compile("`([a-z0-9_]+)`").matcher(table).results().map(name -> name.group(1)))
                .containsExactlyInAnyOrderElementsOf(AllowedFunctions.NAMES);
    }

    private static List<String> found(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(Path.of("docs/transform.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
