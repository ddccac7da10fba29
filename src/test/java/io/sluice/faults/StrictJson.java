package io.sluice.faults;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a value as the schema of a trial wants it. */
final class StrictJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode object;

    private StrictJson(JsonNode object) {
        this.object = object;
    }

    static StrictJson of(byte @Nullable [] value) throws Trial.Rejection {
        if (value == null) {
            throw new Trial.Rejection("decode");
        }
        try {
            JsonNode node = JSON.readTree(value);
            require(node.isObject());
            return new StrictJson(node);
        } catch (JacksonException e) {
            throw new Trial.Rejection("decode");
        }
    }

    @Nullable
    String text(String name) throws Trial.Rejection {
        JsonNode node = field(name, JsonNode::isString);
        return node == null ? null : node.asString();
    }

    @Nullable
    Long number(String name) throws Trial.Rejection {
        JsonNode node = field(name, JsonNode::isIntegralNumber);
        return node == null ? null : Long.valueOf(node.asLong());
    }

    @Nullable
    JsonNode array(String name) throws Trial.Rejection {
        return field(name, JsonNode::isArray);
    }

    private @Nullable JsonNode field(String name, Predicate<JsonNode> type) throws Trial.Rejection {
        JsonNode node = object.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        require(type.test(node));
        return node;
    }

    static void require(boolean fits) throws Trial.Rejection {
        if (!fits) {
            throw new Trial.Rejection("decode");
        }
    }
}
