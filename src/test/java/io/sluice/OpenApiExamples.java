package io.sluice;

import io.sluice.testing.ApiClient;
import io.sluice.testing.ApiClient.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Sends the requests that the OpenAPI document shows as examples, as a reader who presses "Execute" in Swagger UI. */
final class OpenApiExamples {

    /** In place of a parameter's name. */
    private static final String BODY = "(body)";

    private final ApiClient client;
    private final JsonNode api;
    private final Set<String> sent = new HashSet<>();

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
        return send(operation(operationId), instead, "", 0);
    }

    JsonNode run(String operationId) {
        return run(operationId, Map.of());
    }

    /**
     * Sends every example that the operation has of each parameter and of its body, one in each request.
     *
     * @param settled waits until the next request can be sent
     */
    void runEach(String operationId, Map<String, String> instead, Runnable settled) {
        Operation operation = operation(operationId);
        run(operationId, instead);
        settled.run();
        for (JsonNode parameter : operation.node().path("parameters")) {
            String name = parameter.path("name").asString();
            for (int i = 1; i < parameter.path("examples").size() && !instead.containsKey(name); i++) {
                send(operation, instead, name, i);
                settled.run();
            }
        }
        for (JsonNode media : operation.node().path("requestBody").path("content")) {
            for (int i = 1; i < media.path("examples").size(); i++) {
                send(operation, instead, BODY, i);
                settled.run();
            }
        }
    }

    /** The operations of which nothing was sent. */
    List<String> left() {
        return operations()
                .map(operation -> operation.node().path("operationId").asString())
                .filter(id -> !sent.contains(id))
                .toList();
    }

    private record Operation(String method, String path, JsonNode node) {}

    private Stream<Operation> operations() {
        return api.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> new Operation(method.getKey(), path.getKey(), method.getValue())));
    }

    private Operation operation(String id) {
        sent.add(id);
        return operations()
                .filter(operation ->
                        operation.node().path("operationId").asString().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no operation " + id));
    }

    /** @param varied the parameter, or {@link #BODY}, of which another example is sent than the first, by its number */
    private JsonNode send(Operation operation, Map<String, String> instead, String varied, int number) {
        String method = operation.method();
        String path = operation.path();
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        List<String> headers = new ArrayList<>();
        for (JsonNode parameter : operation.node().path("parameters")) {
            String name = parameter.path("name").asString();
            JsonNode example = example(parameter, name.equals(varied) ? number : 0);
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
                body(operation.node().path("requestBody").path("content"), headers, varied.equals(BODY) ? number : 0),
                headers.toArray(String[]::new));
        if (!operation.node().path("responses").has(String.valueOf(answer.status()))) {
            throw new AssertionError(method + " " + path + " answers " + answer.status() + ", which is not documented");
        }
        return answer.status() < 300 ? answer.expect(answer.status()) : answer.expect(200);
    }

    /** The example of the first media type, which is what Swagger UI shows. */
    private static @Nullable String body(JsonNode content, List<String> headers, int number) {
        for (Map.Entry<String, JsonNode> media : content.properties()) {
            headers.addAll(List.of("Content-Type", media.getKey()));
            JsonNode example = example(media.getValue(), number);
            return example.isString() ? example.asString() : example.toString();
        }
        return null;
    }

    private static JsonNode example(JsonNode node, int number) {
        return node.has("example")
                ? node.path("example")
                : node.path("examples")
                        .valueStream()
                        .skip(number)
                        .findFirst()
                        .orElseThrow()
                        .path("value");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
