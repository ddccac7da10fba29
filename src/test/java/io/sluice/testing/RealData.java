package io.sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;

/** Real records of several kinds, which stand beside the project and not in it; tests of them skip loudly without. */
public final class RealData {

    private static final Path DIRECTORY = Path.of("..", "shared", "data");

    private RealData() {}

    /** The names of the files, without ending. */
    public static List<String> names() {
        return List.of("quotes", "github_events", "earthquakes", "wikimedia_changes", "restaurants");
    }

    /** The records of one file, each on a line of its own. */
    public static List<String> lines(String name) {
        if (name.equals("quotes")) {
            RealQuotes.json();
            return RealQuotes.parsed().valueStream().map(JsonNode::toString).toList();
        }
        Path file = DIRECTORY.resolve(name + ".ndjson");
        Assumptions.assumeTrue(Files.isReadable(file), "SKIPPED: the real records are not at " + file);
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
