package io.sluice.nifi;

import io.sluice.nifi.Components.Component;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.scheduling.support.CronExpression;
import tools.jackson.databind.JsonNode;

/**
 * What NiFi's framework itself demands of a flow, beside what {@link FlowCheck} and the components' own validation find.
 * It parses many of these values while it imports, and fails as a whole; of the others it calls the component INVALID.
 * The rules are those of the classes StandardProcessorNode, AbstractComponentNode, StandardConnection and
 * StandardVersionedComponentSynchronizer of NiFi 2.
 */
final class NifiRules {

    private static final Pattern DURATION = Pattern.compile("(?i)\\d+(\\.\\d+)?\\s*(ns|nanos?|nanoseconds?|ms|millis?|"
            + "milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?)");
    private static final Pattern SIZE = Pattern.compile("(?i)\\d+(\\.\\d+)?\\s*(B|KB|MB|GB|TB)");
    private static final Pattern PARAMETER = Pattern.compile("#\\{([^}]+)}");
    /** As Parameter names may be. */
    private static final Pattern PARAMETER_NAME = Pattern.compile("[A-Za-z0-9 ._-]+");

    private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "NONE");

    private static final Map<String, List<String>> OF_GROUP = Map.of(
            "scheduledState", List.of("ENABLED", "DISABLED", "RUNNING"),
            "executionEngine", List.of("STANDARD", "STATELESS", "INHERITED"),
            "flowFileConcurrency", List.of("UNBOUNDED", "SINGLE_FLOWFILE_PER_NODE", "SINGLE_BATCH_PER_NODE"),
            "flowFileOutboundPolicy", List.of("STREAM_WHEN_AVAILABLE", "BATCH_OUTPUT"));
    private static final Map<String, List<String>> OF_PROCESSOR = Map.of(
            "scheduledState", List.of("ENABLED", "DISABLED", "RUNNING"),
            "schedulingStrategy", List.of("TIMER_DRIVEN", "CRON_DRIVEN"),
            "executionNode", List.of("ALL", "PRIMARY"),
            "backoffMechanism", List.of("PENALIZE_FLOWFILE", "YIELD_PROCESSOR"),
            "bulletinLevel", LEVELS);
    private static final Map<String, List<String>> OF_SERVICE =
            Map.of("scheduledState", List.of("ENABLED", "DISABLED"), "bulletinLevel", LEVELS);
    private static final Map<String, List<String>> OF_CONNECTION = Map.of(
            "loadBalanceStrategy",
                    List.of("DO_NOT_LOAD_BALANCE", "PARTITION_BY_ATTRIBUTE", "ROUND_ROBIN", "SINGLE_NODE"),
            "loadBalanceCompression",
                    List.of("DO_NOT_COMPRESS", "COMPRESS_ATTRIBUTES_ONLY", "COMPRESS_ATTRIBUTES_AND_CONTENT"));

    private final Components table;
    private final JsonNode flow;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, JsonNode> parameters = new HashMap<>();

    private NifiRules(Components table, JsonNode flow) {
        this.table = table;
        this.flow = flow;
    }

    /** A sentence for each rule that is broken. */
    static List<String> faults(Components table, JsonNode flow) {
        NifiRules rules = new NifiRules(table, flow);
        flow.path("parameterContexts").forEachEntry(rules::context);
        rules.group(flow.path("flowContents"));
        return rules.faults;
    }

    private void context(String name, JsonNode context) {
        require(
                name.equals(context.path("name").asString("")),
                "the parameter context '" + name + "' has another name");
        for (JsonNode each : context.path("inheritedParameterContexts")) {
            require(
                    flow.path("parameterContexts").has(each.asString("")),
                    "the parameter context '" + name + "' inherits from one that is not there");
        }
        for (JsonNode each : context.path("parameters")) {
            String parameter = each.path("name").asString("");
            require(
                    PARAMETER_NAME.matcher(parameter).matches(),
                    "the parameter '" + parameter + "' may not be named so");
            parameters.put(parameter, each);
        }
    }

    private void group(JsonNode group) {
        values(group, OF_GROUP);
        duration(group, "statelessFlowTimeout");
        duration(group, "defaultFlowFileExpiration");
        size(group, "defaultBackPressureDataSizeThreshold");
        atLeast(group, "defaultBackPressureObjectThreshold", 0);
        atLeast(group, "maxConcurrentTasks", 1);
        group.path("processors").forEach(each -> processor(group, each));
        group.path("connections").forEach(this::connection);
        group.path("controllerServices").forEach(this::service);
        for (String kind : List.of("processors", "controllerServices", "connections", "funnels", "labels")) {
            group.path(kind).forEach(this::placed);
        }
        group.path("processGroups").forEach(this::group);
    }

    /** NiFi makes the component's identifier of the definition's, and places it. */
    private void placed(JsonNode component) {
        try {
            UUID.fromString(component.path("identifier").asString(""));
        } catch (IllegalArgumentException e) {
            faults.add(name(component) + ": its identifier is no UUID");
        }
        String type = component.path("componentType").asString("");
        if (!type.equals("CONNECTION") && !type.equals("CONTROLLER_SERVICE")) {
            JsonNode position = component.path("position");
            require(
                    position.path("x").isNumber() && position.path("y").isNumber(),
                    name(component) + ": has no position");
        }
    }

    private void processor(JsonNode group, JsonNode processor) {
        values(processor, OF_PROCESSOR);
        for (String each : List.of("penaltyDuration", "yieldDuration", "maxBackoffPeriod")) {
            duration(processor, each);
        }
        atLeast(processor, "runDurationMillis", 0);
        atLeast(processor, "concurrentlySchedulableTaskCount", 1);
        atLeast(processor, "retryCount", 0);
        period(processor);
        List<JsonNode> incoming = group.path("connections")
                .valueStream()
                .filter(each -> id(each.path("destination"))
                        .equals(processor.path("identifier").asString("")))
                .toList();
        require(
                incoming.isEmpty()
                        || !processor.path("executionNode").asString("").equals("PRIMARY"),
                name(processor) + ": processors with incoming connections cannot be scheduled for Primary Node Only");
        Component known = table.byType().get(processor.path("type").asString(""));
        if (known != null) {
            boolean fed =
                    incoming.stream().anyMatch(each -> !id(each.path("source")).equals(id(each.path("destination"))));
            require(fed || !known.input().equals("REQUIRED"), name(processor) + ": requires an upstream connection");
            require(!fed || !known.input().equals("FORBIDDEN"), name(processor) + ": allows no upstream connection");
        }
        resolved(processor, processor.path("properties"));
    }

    private void period(JsonNode processor) {
        String period = evaluated(processor, processor.path("schedulingPeriod").asString(""));
        boolean cron = processor.path("schedulingStrategy").asString("").equals("CRON_DRIVEN");
        require(
                cron
                        ? CronExpression.isValidExpression(period)
                        : DURATION.matcher(period).matches(),
                name(processor) + ": schedulingPeriod is '" + period + "'");
    }

    private void service(JsonNode service) {
        values(service, OF_SERVICE);
        Component known = table.byType().get(service.path("type").asString(""));
        for (JsonNode api : service.path("controllerServiceApis")) {
            String type = api.path("type").asString("");
            require(known == null || known.provides().contains(type), name(service) + ": is no " + type);
        }
        resolved(service, service.path("properties"));
    }

    /** What the properties are once the parameters stand in them. */
    private void resolved(JsonNode component, JsonNode properties) {
        Component known = table.byType().get(component.path("type").asString(""));
        properties.forEachEntry((name, value) -> {
            boolean required = known != null
                    && known.properties().containsKey(name)
                    && known.properties().get(name).required();
            String text = evaluated(component, value.asString(""));
            require(!required || !text.isBlank(), name(component) + ": property '" + name + "' is empty");
        });
        require(
                !properties.path("Transactions Enabled").asString("").equals("true")
                        || properties.path("acks").asString("all").equals("all"),
                name(component) + ": transactions require acks=all");
    }

    private String evaluated(JsonNode component, String value) {
        return PARAMETER.matcher(value).replaceAll(match -> {
            JsonNode parameter = parameters.get(match.group(1));
            require(
                    parameter == null || !parameter.path("sensitive").asBoolean(false),
                    name(component) + ": refers to the sensitive parameter '" + match.group(1)
                            + "' in what is not sensitive");
            return parameter == null ? "" : parameter.path("value").asString("").replace("$", "");
        });
    }

    private void connection(JsonNode connection) {
        values(connection, OF_CONNECTION);
        duration(connection, "flowFileExpiration");
        size(connection, "backPressureDataSizeThreshold");
        require(
                !connection.path("loadBalanceStrategy").asString("").equals("PARTITION_BY_ATTRIBUTE")
                        || !connection
                                .path("partitioningAttribute")
                                .asString("")
                                .isBlank(),
                name(connection) + ": has no attribute to partition by");
        String source = connection.path("source").path("type").asString("");
        require(
                !source.equals("PROCESSOR")
                        || !connection.path("selectedRelationships").isEmpty(),
                name(connection) + ": has no relationship");
        require(
                !source.equals("FUNNEL") || !id(connection.path("source")).equals(id(connection.path("destination"))),
                name(connection) + ": a funnel does not support loops");
        for (JsonNode each : connection.path("prioritizers")) {
            require(
                    each.asString("").startsWith("org.apache.nifi.prioritizer."),
                    name(connection) + ": has no prioritizer " + each.asString(""));
        }
    }

    private void values(JsonNode component, Map<String, List<String>> allowed) {
        allowed.forEach((field, values) -> {
            String value = component.path(field).asString("");
            require(
                    values.contains(value),
                    name(component) + ": " + field + " is '" + value + "', not one of " + values);
        });
    }

    private void duration(JsonNode component, String field) {
        String value = component.path(field).asString("");
        require(DURATION.matcher(value).matches(), name(component) + ": " + field + " is '" + value + "'");
    }

    private void size(JsonNode component, String field) {
        String value = component.path(field).asString("");
        require(SIZE.matcher(value).matches(), name(component) + ": " + field + " is '" + value + "'");
    }

    private void atLeast(JsonNode component, String field, int least) {
        require(
                component.path(field).isIntegralNumber()
                        && component.path(field).asInt() >= least,
                name(component) + ": " + field + " is less than " + least);
    }

    private void require(boolean kept, String fault) {
        if (!kept) {
            faults.add(fault);
        }
    }

    private static String id(JsonNode end) {
        return end.path("id").asString("");
    }

    private static String name(JsonNode component) {
        String name = component.path("name").asString("");
        return name.isEmpty() ? component.path("identifier").asString("") : name;
    }
}
