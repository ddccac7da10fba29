package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The 50 real records, which stand beside the project and not in it; tests of them skip loudly where they do not. */
public final class RealQuotes {

    private static final Path FILE = Path.of("..", "shared", "data", "quotes.json");

    private static final List<String> FIELDS = List.of("quote", "character", "image", "characterDirection");

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

    public static boolean arePresent() {
        return Files.isReadable(FILE);
    }

    public static JsonNode parsed() {
        return new JsonMapper().readTree(json());
    }

    /**
     * Each is in both stores of the pipeline, field by field.
     *
     * @param appended what was answered when they were appended to the topic: where each went
     */
    public static void assertStored(ApiClient api, String pipeline, String topic, JsonNode appended) {
        JsonNode input = parsed();
        assertThat(appended).hasSize(input.size());
        for (int i = 0; i < input.size(); i++) {
            JsonNode at = appended.path(i);
            for (String store : List.of("postgres", "mongo")) {
                JsonNode row = api.get("/api/v1/pipelines/" + pipeline + "/results/" + store + "/"
                                + topic + "/"
                                + at.path("partition").asInt() + "/"
                                + at.path("offset").asLong())
                        .expect(200);
                for (String field : FIELDS) {
                    assertThat(row.path(field)).isEqualTo(input.path(i).path(field));
                }
            }
        }
    }
}
