package io.sluice.nifi;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What NiFi knows of the components that flows here use: the table {@code nifi/components.json}, by type. */
record Components(Map<String, Component> byType) {

    private static final String TABLE = "/nifi/components.json";

    /**
     * @param input whether a processor is REQUIRED, ALLOWED or FORBIDDEN to have what feeds it; empty for a service
     * @param provides the service interfaces that a controller service is asked for by
     * @param relationships what a processor routes to; none of a controller service
     */
    record Component(
            String kind,
            JsonNode bundle,
            String input,
            Set<String> provides,
            Set<String> relationships,
            Map<String, Property> properties) {

        private static Component of(JsonNode node) {
            Map<String, Property> properties = new TreeMap<>();
            node.get("properties").forEachEntry((name, each) -> properties.put(name, Property.of(each)));
            return new Component(
                    node.get("kind").asString(),
                    node.get("bundle"),
                    node.path("input").asString(""),
                    strings(node.path("provides")),
                    strings(node.get("relationships")),
                    properties);
        }
    }

    /**
     * @param required whether it has no default and must be set
     * @param service the service interface that a controller service's identifier is to have; empty if it names none
     * @param values the values that it takes; empty if any
     * @param initial what it is where nothing is set; empty if nothing or not known
     */
    record Property(boolean required, String service, Set<String> values, String initial) {

        private static Property of(JsonNode node) {
            return new Property(
                    node.path("required").asBoolean(false),
                    node.path("service").asString(""),
                    strings(node.path("values")),
                    node.path("default").asString(""));
        }
    }

    static Components read() {
        try (InputStream table = Components.class.getResourceAsStream(TABLE)) {
            List<JsonNode> all = new JsonMapper()
                    .readTree(table)
                    .get("components")
                    .valueStream()
                    .toList();
            return new Components(
                    all.stream().collect(toMap(each -> each.get("type").asString(), Component::of)));
        } catch (IOException e) {
            throw new IllegalStateException(TABLE + " cannot be read", e);
        }
    }

    private static Set<String> strings(JsonNode array) {
        Set<String> all = new TreeSet<>();
        array.forEach(each -> all.add(each.asString()));
        return all;
    }
}
