package io.sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The 50 real records, which stand beside the project and not in it; tests of them skip loudly where they do not. */
public final class RealQuotes {

    private static final Path FILE = Path.of("..", "shared", "data", "quotes.json");

    private RealQuotes() {}

    /** The file as it stands. */
    public static String json() {
        Assumptions.assumeTrue(Files.isReadable(FILE), "SKIPPED: the real quotes are not at " + FILE);
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode parsed() {
        return new JsonMapper().readTree(json());
    }
}
