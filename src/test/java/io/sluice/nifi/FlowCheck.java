package io.sluice.nifi;

import io.sluice.nifi.Components.Component;
import io.sluice.nifi.Components.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Finds in a NiFi flow definition what would make it invalid, or lose data, once NiFi has imported it. */
final class FlowCheck {

    private static final Pattern PARAMETER = Pattern.compile("#\\{([^}]+)}");
    private static final List<String> KINDS = List.of(
            "processors",
            "controllerServices",
            "connections",
            "funnels",
            "labels",
            "inputPorts",
            "outputPorts",
            "remoteProcessGroups");
    private static final List<String> CONNECTABLE = List.of("processors", "funnels", "inputPorts", "outputPorts");

    private final Components table;
    private final JsonNode flow;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, JsonNode> connectables = new HashMap<>();
    private final Map<String, JsonNode> services = new HashMap<>();
    private final Map<String, Set<String>> connected = new HashMap<>();
    private final Map<String, Set<String>> usedParameters = new HashMap<>();

    private FlowCheck(Components table, JsonNode flow) {
        this.table = table;
        this.flow = flow;
    }

    /** A sentence for each fault; empty for a flow in which everything resolves. */
    static List<String> faults(Components table, JsonNode flow) {
        return new FlowCheck(table, flow).run();
    }

    private List<String> run() {
        List<JsonNode> groups = new ArrayList<>();
        collect(flow.path("flowContents"), groups);
        identifiers(groups);
        for (JsonNode group : groups) {
            group.path("connections").forEach(this::connection);
        }
        for (JsonNode group : groups) {
            group.path("processors").forEach(each -> processor(group, each));
            group.path("controllerServices").forEach(each -> service(group, each));
        }
        parameters(groups);
        faults.addAll(NifiRules.faults(table, flow));
        return faults;
    }

    private static void collect(JsonNode group, List<JsonNode> groups) {
        groups.add(group);
        group.path("processGroups").forEach(child -> collect(child, groups));
    }

    private void identifiers(List<JsonNode> groups) {
        Set<String> seen = new HashSet<>();
        for (JsonNode group : groups) {
            unique(seen, group);
            for (String kind : KINDS) {
                for (JsonNode each : group.path(kind)) {
                    unique(seen, each);
                    if (!text(each, "groupIdentifier").equals(id(group))) {
                        faults.add(name(each) + ": groupIdentifier is not that of its group");
                    }
                }
            }
            CONNECTABLE.forEach(kind -> group.path(kind).forEach(each -> connectables.put(id(each), each)));
            group.path("controllerServices").forEach(each -> services.put(id(each), each));
        }
    }

    private void unique(Set<String> seen, JsonNode component) {
        if (id(component).isEmpty() || !seen.add(id(component))) {
            faults.add(name(component) + ": identifier '" + id(component) + "' is missing or not unique");
        }
    }

    private void connection(JsonNode connection) {
        end(connection, "source");
        end(connection, "destination");
        JsonNode source = connection.path("source");
        Set<String> known = relationships(connectables.get(text(source, "id")));
        for (JsonNode each : connection.path("selectedRelationships")) {
            if (!known.contains(each.asString())) {
                faults.add(name(connection) + ": its source has no relationship '" + each.asString() + "'");
            }
            connected.computeIfAbsent(text(source, "id"), id -> new HashSet<>()).add(each.asString());
        }
        if (connection.path("backPressureObjectThreshold").asInt(0) <= 0
                || text(connection, "backPressureDataSizeThreshold").isEmpty()) {
            faults.add(name(connection) + ": has no back-pressure");
        }
        if (!text(connection, "flowFileExpiration").equals("0 sec")) {
            faults.add(name(connection) + ": its FlowFiles expire, which loses them");
        }
    }

    private void end(JsonNode connection, String which) {
        JsonNode end = connection.path(which);
        JsonNode component = connectables.get(text(end, "id"));
        if (component == null) {
            faults.add(name(connection) + ": its " + which + " '" + text(end, "id") + "' does not exist");
            return;
        }
        if (!text(end, "type").equals(text(component, "componentType"))) {
            faults.add(name(connection) + ": its " + which + " is not a " + text(end, "type"));
        }
        if (!text(end, "groupId").equals(text(component, "groupIdentifier"))) {
            faults.add(name(connection) + ": the groupId of its " + which + " is not that of the component");
        }
    }

    private Set<String> relationships(JsonNode component) {
        if (component == null || !text(component, "componentType").equals("PROCESSOR")) {
            return Set.of("");
        }
        Component known = table.byType().get(text(component, "type"));
        return known == null ? Set.of() : known.relationships();
    }

    private void processor(JsonNode group, JsonNode processor) {
        Component known = component(processor, "processor");
        if (known == null) {
            return;
        }
        Set<String> terminated = strings(processor.path("autoTerminatedRelationships"));
        Set<String> open = new TreeSet<>(known.relationships());
        open.removeAll(connected.getOrDefault(id(processor), Set.of()));
        open.removeAll(terminated);
        open.forEach(each ->
                faults.add(name(processor) + ": relationship '" + each + "' is neither connected nor terminated"));
        Set<String> named = new TreeSet<>(terminated);
        named.addAll(strings(processor.path("retriedRelationships")));
        named.removeAll(known.relationships());
        named.forEach(each -> faults.add(name(processor) + ": has no relationship '" + each + "'"));
        properties(group, processor, known);
    }

    private void service(JsonNode group, JsonNode service) {
        Component known = component(service, "service");
        if (known != null) {
            properties(group, service, known);
        }
    }

    private Component component(JsonNode component, String kind) {
        Component known = table.byType().get(text(component, "type"));
        if (known == null || !known.kind().equals(kind)) {
            faults.add(name(component) + ": type '" + text(component, "type") + "' is no " + kind + " of the table");
            return null;
        }
        known.bundle().forEachEntry((key, value) -> {
            if (!component.path("bundle").path(key).equals(value)) {
                faults.add(name(component) + ": its bundle's " + key + " is not " + value.asString());
            }
        });
        return known;
    }

    private void properties(JsonNode group, JsonNode component, Component known) {
        JsonNode properties = component.path("properties");
        properties.forEachEntry((name, value) -> {
            Property property = known.properties().get(name);
            if (property == null) {
                faults.add(name(component) + ": has no property '" + name + "'");
            } else if (!value.isNull()) {
                value(group, component, name, value.asString(), property);
            }
        });
        known.properties().forEach((name, property) -> {
            if (property.required() && properties.path(name).asString("").isBlank()) {
                faults.add(name(component) + ": property '" + name + "' must be set");
            }
        });
        Set<String> described =
                new TreeSet<>(component.path("propertyDescriptors").propertyNames());
        if (!described.equals(new TreeSet<>(properties.propertyNames()))) {
            faults.add(name(component) + ": its propertyDescriptors are not those of its properties");
        }
    }

    private void value(JsonNode group, JsonNode component, String name, String value, Property property) {
        String what = name(component) + ": property '" + name + "'";
        PARAMETER
                .matcher(value)
                .results()
                .forEach(match -> usedParameters
                        .computeIfAbsent(text(group, "parameterContextName"), context -> new TreeSet<>())
                        .add(match.group(1)));
        if (!property.values().isEmpty() && !property.values().contains(value)) {
            faults.add(what + " is '" + value + "', not one of " + property.values());
        }
        boolean isReference = component
                .path("propertyDescriptors")
                .path(name)
                .path("identifiesControllerService")
                .asBoolean(false);
        if (isReference == property.service().isEmpty()) {
            faults.add(what + ": its descriptor's identifiesControllerService is wrong");
        }
        if (!property.service().isEmpty() && !provides(services.get(value), property.service())) {
            faults.add(what + " names no controller service that is a " + property.service());
        }
    }

    private boolean provides(JsonNode service, String wanted) {
        Component known = service == null ? null : table.byType().get(text(service, "type"));
        return known != null && known.provides().contains(wanted);
    }

    private void parameters(List<JsonNode> groups) {
        JsonNode contexts = flow.path("parameterContexts");
        Set<String> named = new TreeSet<>(groups.stream()
                .map(group -> text(group, "parameterContextName"))
                .filter(each -> !each.isEmpty())
                .toList());
        Stream.concat(named.stream(), usedParameters.keySet().stream())
                .distinct()
                .filter(each -> !contexts.has(each))
                .forEach(each -> faults.add("the parameter context '" + each + "' is not defined"));
        contexts.forEachEntry((name, context) -> {
            Set<String> defined = new TreeSet<>();
            context.path("parameters").forEach(each -> defined.add(text(each, "name")));
            Set<String> used = usedParameters.getOrDefault(name, Set.of());
            used.stream()
                    .filter(each -> !defined.contains(each))
                    .forEach(each -> faults.add("the parameter '" + each + "' is used but not defined"));
            defined.stream()
                    .filter(each -> !used.contains(each))
                    .forEach(each -> faults.add("the parameter '" + each + "' is defined but not used"));
        });
    }

    private static Set<String> strings(JsonNode array) {
        Set<String> all = new TreeSet<>();
        array.forEach(each -> all.add(each.asString()));
        return all;
    }

    private static String id(JsonNode component) {
        return text(component, "identifier");
    }

    private static String name(JsonNode component) {
        String name = text(component, "name");
        return name.isEmpty() ? text(component, "componentType") + " " + id(component) : name;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
