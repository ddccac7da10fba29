package io.sluice;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The texts of the OpenAPI document, as they lie beside the code. */
final class ApiFiles {

    private ApiFiles() {}

    /** Everything below the key, such as {@code operations}, of all files. */
    static Map<String, Map<String, Object>> all(String key) throws IOException {
        Map<String, Map<String, Object>> all = new TreeMap<>();
        try (Stream<Path> found = Files.list(Path.of("src/main/resources/openapi"))) {
            List<Path> files = found.toList();
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    Map<String, Map<String, Map<String, Object>>> texts = new Yaml().load(in);
                    if (texts.get(key) != null) {
                        all.putAll(texts.get(key));
                    }
                }
            }
        }
        return all;
    }
}
