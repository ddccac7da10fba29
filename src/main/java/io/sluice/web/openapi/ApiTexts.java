package io.sluice.web.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What the OpenAPI document says beyond the code: texts, examples, answers. They lie in {@code openapi/*.yaml}, a file for
 * each room, in the words of OpenAPI: {@code operations} by the name of the handler's method, with {@code parameters} by
 * name, and {@code schemas} by name. Each is laid over what springdoc reads from the code; a {@code null} takes away.
 * {@code moreSchemas} are those that no class yields. What has no counterpart in the code is left out, so that a few
 * rooms can be documented alone.
 */
final class ApiTexts {

    private static final String FILES = "classpath*:openapi/*.yaml";
    private static final ObjectMapper JSON = Json.mapper();

    /** Keeps nulls, which Swagger's leaves out. */
    private static final ObjectMapper PLAIN = new ObjectMapper();

    private final JsonNode texts;

    ApiTexts(JsonNode texts) {
        this.texts = texts;
    }

    /** All files of the class path as one. */
    static ApiTexts read() {
        ObjectNode all = JSON.createObjectNode();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources(FILES)) {
                merge(all, PLAIN.valueToTree(parsed(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ApiTexts(all);
    }

    private static Object parsed(Resource file) throws IOException {
        try (InputStream in = file.getInputStream()) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
        }
    }

    Info info() {
        return value(texts.path("info"), Info.class);
    }

    /** The chapters of the document, in their order. */
    List<Tag> tags() {
        return List.of(value(texts.path("tags"), Tag[].class));
    }

    /** The ids of the operations that come first in their chapters, in this order. */
    List<String> tour() {
        return List.of(value(texts.path("tour"), String[].class));
    }

    /** @return the operation with its texts, if there are any */
    Operation layOver(Operation operation, String id) {
        return merged(operation, texts.path("operations").path(id), Operation.class);
    }

    /** Lays the texts of schemas over those of the document. */
    @SuppressWarnings("rawtypes") // as Swagger's model has them
    void layOver(OpenAPI api) {
        Map<String, Schema> schemas = api.getComponents().getSchemas();
        schemas.replaceAll(
                (name, schema) -> merged(schema, texts.path("schemas").path(name), Schema.class));
        texts.path("moreSchemas")
                .properties()
                .forEach(more -> schemas.put(more.getKey(), value(more.getValue(), Schema.class)));
    }

    private static <T> T merged(T original, JsonNode text, Class<T> type) {
        if (text.isMissingNode()) {
            return original;
        }
        ObjectNode tree = JSON.valueToTree(original);
        merge(tree, text);
        return value(tree, type);
    }

    private static void merge(ObjectNode target, JsonNode text) {
        text.properties().forEach(each -> {
            String name = each.getKey();
            JsonNode before = target.path(name);
            if (each.getValue().isNull()) {
                target.remove(name);
            } else if (name.equals("parameters")) {
                mergeByName(target.withArrayProperty(name), each.getValue());
            } else if (before instanceof ObjectNode object && each.getValue().isObject()) {
                merge(object, each.getValue());
            } else {
                target.set(name, each.getValue());
            }
        });
    }

    /** Adds those that are not there, which the handler takes out of a map of all parameters. */
    private static void mergeByName(ArrayNode parameters, JsonNode texts) {
        texts.properties().forEach(text -> {
            ObjectNode parameter = null;
            for (JsonNode each : parameters) {
                if (each.path("name").asText().equals(text.getKey())) {
                    parameter = (ObjectNode) each;
                }
            }
            merge(parameter == null ? parameters.addObject().put("name", text.getKey()) : parameter, text.getValue());
        });
    }

    private static <T> T value(JsonNode tree, Class<T> type) {
        try {
            return JSON.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("openapi/*.yaml does not say what OpenAPI can take", e);
        }
    }
}
