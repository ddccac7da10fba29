package io.sluice.nifi;

import io.sluice.nifi.Components.Component;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A flow as NiFi's REST API tells it, made of the flow definition that was imported. */
final class FakeFlow {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Components TABLE = Components.read();
    private static final List<String> CONFIG = List.of(
            "schedulingPeriod",
            "schedulingStrategy",
            "executionNode",
            "penaltyDuration",
            "yieldDuration",
            "bulletinLevel",
            "runDurationMillis",
            "concurrentlySchedulableTaskCount",
            "retryCount",
            "retriedRelationships",
            "backoffMechanism",
            "maxBackoffPeriod",
            "comments");

    private FakeFlow() {}

    /** The answer for the whole group. */
    static String of(JsonNode contents, String state, Map<String, Integer> queued) {
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode flow = answer.putObject("processGroupFlow").putObject("flow");
        ArrayNode processors = flow.putArray("processors");
        contents.path("processors").forEach(each -> processors.addObject().set("component", component(each, state)));
        ArrayNode connections = flow.putArray("connections");
        for (JsonNode each : contents.path("connections")) {
            ObjectNode entity = connections.addObject();
            entity.set("component", each);
            entity.putObject("status")
                    .putObject("aggregateSnapshot")
                    .put("flowFilesQueued", queued.getOrDefault(each.get("name").asString(), 0));
        }
        for (String kind :
                List.of("labels", "funnels", "inputPorts", "outputPorts", "processGroups", "remoteProcessGroups")) {
            ArrayNode all = flow.putArray(kind);
            contents.path(kind).forEach(each -> all.addObject().set("component", each));
        }
        return answer.toString();
    }

    /** A processor or a controller service: what is not set has its default, and the descriptor says so. */
    static ObjectNode component(JsonNode definition, String state) {
        ObjectNode component = JSON.createObjectNode();
        component.put("id", definition.get("identifier").asString());
        for (String field : List.of("name", "type")) {
            component.set(field, definition.get(field));
        }
        component.put("state", state);
        Component known = TABLE.byType().get(definition.get("type").asString());
        boolean processor = known.kind().equals("processor");
        ObjectNode configured = processor ? component.putObject("config") : component;
        if (processor) {
            CONFIG.forEach(field -> configured.set(field, definition.get(field)));
            ArrayNode relationships = component.putArray("relationships");
            List<JsonNode> terminated =
                    definition.path("autoTerminatedRelationships").valueStream().toList();
            known.relationships()
                    .forEach(name -> relationships
                            .addObject()
                            .put("name", name)
                            .put(
                                    "autoTerminate",
                                    terminated.stream()
                                            .anyMatch(each -> each.asString().equals(name))));
        }
        ObjectNode properties = configured.putObject("properties");
        ObjectNode descriptors = configured.putObject("descriptors");
        known.properties().forEach((name, property) -> {
            ObjectNode descriptor = descriptors.putObject(name).put("name", name);
            if (!property.initial().isEmpty()) {
                descriptor.put("defaultValue", property.initial());
            }
            JsonNode set = definition.path("properties").get(name);
            if (set != null) {
                properties.set(name, set);
            } else if (property.initial().isEmpty()) {
                properties.putNull(name);
            } else {
                properties.put(name, property.initial());
            }
        });
        return component;
    }
}
