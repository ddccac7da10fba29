package io.sluice;

import io.sluice.testing.ApiClient;
import io.sluice.testing.ApiClient.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Sends the requests that the OpenAPI document shows as examples, as a reader who presses "Execute" in Swagger UI. */
final class OpenApiExamples {

    private final ApiClient client;
    private final JsonNode api;

    OpenApiExamples(ApiClient client) {
        this.client = client;
        api = client.get("/v3/api-docs").expect(200);
    }

    /**
     * Sends one operation's example and expects success, as documented.
     *
     * @param instead values of parameters that no example can know
     */
    JsonNode run(String operationId, Map<String, String> instead) {
        for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (method.getValue().path("operationId").asString().equals(operationId)) {
                    return run(method.getKey(), path.getKey(), method.getValue(), instead);
                }
            }
        }
        throw new AssertionError("There is no operation " + operationId);
    }

    JsonNode run(String operationId) {
        return run(operationId, Map.of());
    }

    private JsonNode run(String method, String template, JsonNode operation, Map<String, String> instead) {
        String path = template;
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        List<String> headers = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            String name = parameter.path("name").asString();
            JsonNode example = example(parameter);
            String value = instead.getOrDefault(name, example.isArray() ? "" : example.asString());
            switch (parameter.path("in").asString()) {
                case "path" -> path = path.replace("{" + name + "}", encoded(value));
                case "header" -> {
                    if (!value.isEmpty()) {
                        headers.addAll(List.of(name, value));
                    }
                }
                default ->
                    (example.isArray() ? example.valueStream().map(JsonNode::asString) : Stream.of(value))
                            .filter(each -> !each.isEmpty())
                            .forEach(each -> query.add(name + "=" + encoded(each)));
            }
        }
        Answer answer = client.send(
                method.toUpperCase(Locale.ROOT),
                path + query,
                body(operation.path("requestBody").path("content"), headers),
                headers.toArray(String[]::new));
        if (!operation.path("responses").has(String.valueOf(answer.status()))) {
            throw new AssertionError(method + " " + path + " answers " + answer.status() + ", which is not documented");
        }
        return answer.status() < 300 ? answer.expect(answer.status()) : answer.expect(200);
    }

    /** The example of the first media type, which is what Swagger UI shows. */
    private static @Nullable String body(JsonNode content, List<String> headers) {
        for (Map.Entry<String, JsonNode> media : content.properties()) {
            headers.addAll(List.of("Content-Type", media.getKey()));
            JsonNode example = example(media.getValue());
            return example.isString() ? example.asString() : example.toString();
        }
        return null;
    }

    private static JsonNode example(JsonNode node) {
        return node.has("example")
                ? node.path("example")
                : node.path("examples").valueStream().findFirst().orElseThrow().path("value");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
