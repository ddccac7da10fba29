package io.sluice;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the OpenAPI document has to say of every operation, parameter, answer and property. */
final class OpenApiRules {

    private final JsonNode api;
    private final Set<String> ids = new HashSet<>();
    private final Set<String> used = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    private OpenApiRules(JsonNode api) {
        this.api = api;
    }

    /** Every fault, each with its place. */
    static List<String> faults(JsonNode api) {
        OpenApiRules rules = new OpenApiRules(api);
        api.path("paths")
                .forEachEntry((path, item) ->
                        item.forEachEntry((method, operation) -> rules.operation(method + " " + path, operation)));
        api.at("/components/schemas").forEachEntry(rules::schema);
        rules.references(api);
        api.at("/components/schemas")
                .propertyNames()
                .forEach(name -> rules.require(
                        rules.used.contains("#/components/schemas/" + name), name, "anything that refers to it"));
        rules.tour();
        return rules.faults;
    }

    private void operation(String place, JsonNode operation) {
        require(ids.add(operation.path("operationId").asString("")), place, "an operationId of its own");
        require(hasText(operation, "summary"), place, "a summary");
        require(hasText(operation, "description"), place, "a description");
        require(!operation.path("tags").isEmpty(), place, "a tag");
        operation.path("tags").forEach(tag -> require(isDescribed(tag.asString()), place, "a described tag"));
        operation.path("parameters").forEach(parameter -> {
            String name = place + ", parameter " + parameter.path("name").asString();
            require(hasText(parameter, "description"), name, "a description");
            require(hasExample(parameter), name, "an example");
            require(parameter.has("in") && parameter.has("schema"), name, "a place and a schema");
            if (!parameter.path("required").asBoolean(false)) {
                require(isEmptyAtFirst(parameter), name, "an empty first example, for it is optional");
            }
        });
        operation.at("/requestBody/content").forEachEntry((type, media) -> media(place + ", body " + type, media));
        Set<String> statuses = Set.copyOf(operation.path("responses").propertyNames());
        require(statuses.stream().anyMatch(status -> status.startsWith("4")), place, "a 4xx");
        operation.path("responses").forEachEntry((status, response) -> {
            require(hasText(response, "description"), place + ", " + status, "a description");
            response.path("content").forEachEntry((type, media) -> media(place + ", " + status, media));
            boolean isProblem = response.path("content").has("application/problem+json");
            require(status.startsWith("2") != isProblem, place + ", " + status, "a problem as its body, if it is one");
        });
    }

    private void media(String place, JsonNode media) {
        require(!media.path("schema").isEmpty(), place, "a schema");
        require(hasExample(media), place, "an example");
    }

    private void schema(String name, JsonNode schema) {
        require(hasText(schema, "description"), name, "a description");
        schema.path("properties").forEachEntry((property, value) -> {
            JsonNode described = value.has("$ref") ? target(value.path("$ref")) : value;
            require(hasText(described, "description"), name + "." + property, "a description");
            require(!isWordsOnly(value), name + "." + property, "a type");
        });
        schema.path("required")
                .forEach(required ->
                        require(schema.path("properties").has(required.asString()), name, "the property " + required));
    }

    /** As where a text was written for a property that the code does not have. */
    private static boolean isWordsOnly(JsonNode property) {
        return !property.has("type") && !property.has("$ref") && !property.has("allOf") && !property.has("oneOf");
    }

    private void references(JsonNode node) {
        if (node.has("$ref")) {
            used.add(node.path("$ref").asString());
            require(!target(node.path("$ref")).isMissingNode(), node.toString(), "a target");
        }
        node.forEach(this::references);
    }

    private JsonNode target(JsonNode reference) {
        return api.at(reference.asString().substring("#".length()));
    }

    private boolean isDescribed(String tag) {
        return api.path("tags")
                .valueStream()
                .anyMatch(each -> each.path("name").asString().equals(tag) && hasText(each, "description"));
    }

    private static boolean hasExample(JsonNode node) {
        JsonNode examples = node.path("examples");
        return node.has("example")
                || !examples.isEmpty() && examples.valueStream().allMatch(each -> each.has("value"));
    }

    private static boolean isEmptyAtFirst(JsonNode parameter) {
        JsonNode first = parameter.path("examples").valueStream().findFirst().orElse(parameter.path("example"));
        return !parameter.has("example")
                && !parameter.path("schema").has("example")
                && (first.path("value").asString("?").isEmpty()
                        || first.path("value").isArray() && first.path("value").isEmpty());
    }

    /** Whoever presses "Execute" from top to bottom follows the tour of the README. */
    private void tour() {
        List<String> chapters = List.of("Topics", "Pipelines", "Status", "Results", "Dead letters", "Lifecycle");
        List<String> tags = api.path("tags")
                .valueStream()
                .map(tag -> tag.path("name").asString())
                .toList();
        require(
                tags.subList(0, Math.min(tags.size(), chapters.size())).equals(chapters),
                "tags",
                "the order of the tour");
        List<String> paths = List.copyOf(api.path("paths").propertyNames());
        require(
                paths.indexOf("/api/v1/topics/{topic}/records") < paths.indexOf("/api/v1/topics"),
                "paths",
                "the order of the tour");
        require(
                paths.indexOf("/api/v1/pipelines") < paths.indexOf("/api/v1/pipelines/{name}"),
                "paths",
                "the order of the tour");
    }

    private static boolean hasText(JsonNode node, String property) {
        return !node.path(property).asString("").isBlank();
    }

    private void require(boolean holds, String place, String what) {
        if (!holds) {
            faults.add(place + " lacks " + what);
        }
    }
}
