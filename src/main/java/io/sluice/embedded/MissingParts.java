package io.sluice.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The embedded stack is left out of the container's build ({@code mvn -Pcontainer}). There, a service without an address
 * is an error, which is told for all of them at once and before anything loads a class that is not there.
 */
final class MissingParts {

    private MissingParts() {}

    private enum Part {
        POSTGRES("Postgres", "spring.datasource.url", "io/zonky/test/db/postgres/embedded/PgBinaryResolver.class"),
        KAFKA("Kafka", "spring.kafka.bootstrap-servers", "embedded/kafka/index"),
        MONGO("Mongo", "spring.mongodb.uri", "de/bwaldvogel/mongo/MongoServer.class");

        private final String service;
        private final String key;
        private final String resource;

        Part(String service, String key, String resource) {
            this.service = service;
            this.key = key;
            this.resource = resource;
        }

        private boolean isIn(ClassLoader classes) {
            return classes.getResource(resource) != null;
        }
    }

    /**
     * @param classes of the application; the default ones if null
     * @throws EmbeddedStartException if an address is not configured and this build cannot stand in for the service
     */
    static void check(Environment environment, @Nullable ClassLoader classes) {
        ClassLoader loader = classes == null ? ClassUtils.getDefaultClassLoader() : classes;
        List<Part> missing = new ArrayList<>();
        for (Part part : Part.values()) {
            if (ConditionalOnUnset.Unset.isUnset(environment, part.key) && loader != null && !part.isIn(loader)) {
                missing.add(part);
            }
        }
        if (!missing.isEmpty()) {
            throw exception(missing);
        }
    }

    private static EmbeddedStartException exception(List<Part> missing) {
        String services = missing.stream().map(part -> part.service).collect(Collectors.joining(", "));
        String keys = missing.stream().map(part -> part.key).collect(Collectors.joining(", "));
        String variables = missing.stream().map(part -> variable(part.key)).collect(Collectors.joining(", "));
        return new EmbeddedStartException(
                "No address is configured for " + services + ", and this build of Sluice, made for containers, has no"
                        + " embedded servers.",
                "Set " + keys + " (as environment variables: " + variables + "), or use a build without -Pcontainer.");
    }

    private static String variable(String key) {
        return key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }
}
