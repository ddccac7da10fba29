package io.sluice.deploy;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/** {@code docker-compose.yml}, with its anchors resolved and its variables as they are written. */
record ComposeFile(String text, Map<String, Service> services, Set<String> volumes) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)([^}]*)}");

    static ComposeFile read() {
        return of(file("docker-compose.yml"));
    }

    static ComposeFile of(String text) {
        Map<String, Object> root = new Yaml().load(text);
        Map<String, Service> services = map(root.get("services")).entrySet().stream()
                .collect(toMap(Map.Entry::getKey, each -> new Service(each.getKey(), map(each.getValue()))));
        return new ComposeFile(text, services, map(root.get("volumes")).keySet());
    }

    /** What {@code docker compose up} starts when it is given this name. */
    Set<String> startedWith(String name) {
        Set<String> all = new TreeSet<>(Set.of(name));
        services.get(name).needs().forEach(each -> all.addAll(startedWith(each)));
        return all;
    }

    /** Every {@code ${NAME…}} with what follows the name. */
    List<MatchResult> variables() {
        return VARIABLE.matcher(text).results().toList();
    }

    static String file(String name) {
        try {
            return Files.readString(Path.of(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    record Service(String name, Map<String, Object> settings) {

        String image() {
            return Objects.toString(settings.get("image"));
        }

        Map<String, String> environment() {
            return map(settings.get("environment")).entrySet().stream()
                    .collect(toMap(Map.Entry::getKey, each -> each.getValue().toString()));
        }

        List<String> list(String key) {
            return settings.get(key) instanceof List<?> list
                    ? list.stream().map(Object::toString).toList()
                    : List.of();
        }

        /** The condition for each service that this one waits for. */
        Map<String, String> waitsFor() {
            return map(settings.get("depends_on")).entrySet().stream()
                    .collect(toMap(
                            Map.Entry::getKey,
                            each -> Objects.toString(map(each.getValue()).get("condition"))));
        }

        /** Those that are started with it, whichever profiles are on. */
        Set<String> needs() {
            return map(settings.get("depends_on")).entrySet().stream()
                    .filter(each -> !Boolean.FALSE.equals(map(each.getValue()).get("required")))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }

        /** Whether it does its work and ends. */
        boolean isOneShot() {
            return "no".equals(settings.get("restart"));
        }

        Map<String, Object> healthcheck() {
            return map(settings.get("healthcheck"));
        }

        /** What stands before the first colon of each mount: a volume's name or a path. */
        Set<String> mounts() {
            return list("volumes").stream().map(mount -> mount.split(":")[0]).collect(Collectors.toSet());
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
