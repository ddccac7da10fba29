package io.sluice.deploy;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The keys that Sluice and Spring Boot read, by the metadata that comes with their code. */
record ConfigurationKeys(Set<String> variables) {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    static ConfigurationKeys onClassPath() throws IOException {
        return new ConfigurationKeys(
                Collections.list(ConfigurationKeys.class.getClassLoader().getResources(METADATA)).stream()
                        .flatMap(ConfigurationKeys::names)
                        .map(ConfigurationKeys::bare)
                        .collect(toUnmodifiableSet()));
    }

    /** Whether Boot binds this environment variable to a key, with or without underscores for the key's dashes. */
    boolean reads(String variable) {
        return variables.contains(bare(variable));
    }

    private static Stream<String> names(URL metadata) {
        try (InputStream in = metadata.openStream()) {
            JsonNode root = new JsonMapper().readTree(in);
            return root.path("properties")
                    .valueStream()
                    .map(each -> each.path("name").asString());
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + metadata, e);
        }
    }

    private static String bare(String name) {
        return name.replaceAll("[._-]", "").toLowerCase(Locale.ROOT);
    }
}
