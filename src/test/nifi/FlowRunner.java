import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.processor.Processor;
import org.apache.nifi.processor.Relationship;
import org.apache.nifi.util.MockFlowFile;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;

/**
 * Runs NiFi's own processors as a flow definition configures and connects them, and says as JSON what went where.
 * QuotesFlowIT starts it on a newer Java than Sluice's, with NiFi's jars and nothing of Sluice.
 *
 * <p>Arguments: the flow definition, then for each round the value of the parameter quotes.url, with a + before it for a
 * round in which the first processor is given a request.
 */
public final class FlowRunner {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode group;
    private final JsonNode parameters;
    private final Map<String, JsonNode> processors = new HashMap<>();

    private FlowRunner(JsonNode flow) {
        group = flow.path("flowContents");
        parameters = flow.path("parameterContexts")
                .path(group.path("parameterContextName").asText())
                .path("parameters");
        group.path("processors").forEach(each -> processors.put(each.path("identifier").asText(), each));
    }

    public static void main(String[] args) throws Exception {
        FlowRunner flow = new FlowRunner(JSON.readTree(new File(args[0])));
        ObjectNode report = JSON.createObjectNode();
        flow.describe(report.putObject("components"));
        ArrayNode rounds = report.putArray("rounds");
        for (String url : List.of(args).subList(1, args.length)) {
            boolean request = url.startsWith("+");
            ObjectNode round = rounds.addObject().put("argument", url);
            JsonNode first = flow.group.path("processors").get(0);
            TestRunner runner = flow.runner(first, url.substring(request ? 1 : 0));
            runner.setNonLoopConnection(request);
            if (request) {
                runner.enqueue("");
            }
            flow.run(first, runner, url.substring(request ? 1 : 0), round.putArray("moves"));
        }
        System.out.println(report);
    }

    private static boolean isHere(JsonNode processor) {
        return processor.path("bundle").path("artifact").asText().equals("nifi-standard-nar");
    }

    /** What the processors say of themselves. */
    private void describe(ObjectNode components) throws Exception {
        for (JsonNode each : processors.values()) {
            if (isHere(each)) {
                TestRunner runner = runner(each, "http://localhost/");
                ObjectNode component = components.putObject(each.path("type").asText());
                ArrayNode invalid = component.putArray("invalid");
                runner.validate().forEach(result -> invalid.add(result.toString()));
                ArrayNode relationships = component.putArray("relationships");
                runner.getProcessor().getRelationships().forEach(known -> relationships.add(known.getName()));
                ObjectNode properties = component.putObject("properties");
                for (PropertyDescriptor known : runner.getProcessor().getPropertyDescriptors()) {
                    ObjectNode property = properties.putObject(known.getName());
                    property.put("required", known.isRequired() && known.getDefaultValue() == null);
                    ArrayNode values = property.putArray("values");
                    if (known.getAllowableValues() != null) {
                        known.getAllowableValues().forEach(value -> values.add(value.getValue()));
                    }
                }
            }
        }
    }

    /** A processor with exactly the properties and connections that the flow gives it. */
    private TestRunner runner(JsonNode processor, String url) throws Exception {
        TestRunner runner = TestRunners.newTestRunner(
                (Processor) Class.forName(processor.path("type").asText())
                        .getDeclaredConstructor()
                        .newInstance());
        processor.path("properties").properties().forEach(each -> runner.setProperty(
                each.getKey(), resolved(each.getValue().asText(), url)));
        runner.setIncomingConnection(false);
        for (JsonNode connection : group.path("connections")) {
            if (isEnd(connection, "destination", processor)) {
                runner.setIncomingConnection(true);
            }
            if (isEnd(connection, "source", processor)) {
                connection.path("selectedRelationships").forEach(each -> runner.addConnection(each.asText()));
            }
        }
        return runner;
    }

    /** With the values of its parameters; NiFi's mock leaves them as they are. */
    private String resolved(String value, String url) {
        String resolved = value;
        for (JsonNode each : parameters) {
            String name = each.path("name").asText();
            resolved = resolved.replace(
                    "#{" + name + "}",
                    name.equals("quotes.url") ? url : each.path("value").asText());
        }
        return resolved;
    }

    private static boolean isEnd(JsonNode connection, String which, JsonNode processor) {
        return connection.path(which).path("id").equals(processor.path("identifier"));
    }

    /** Triggers the processor once, and then each that its FlowFiles come to, but never the first one again. */
    private void run(JsonNode processor, TestRunner runner, String url, ArrayNode moves) throws Exception {
        runner.run();
        for (Relationship relationship : runner.getProcessor().getRelationships()) {
            for (MockFlowFile file : runner.getFlowFilesForRelationship(relationship)) {
                JsonNode connection = connection(processor, relationship.getName());
                report(processor, relationship, file, connection, moves.addObject());
                JsonNode next = processors.get(
                        connection.path("destination").path("id").asText());
                if (next != null && next != processor && isHere(next)) {
                    TestRunner then = runner(next, url);
                    then.enqueue(file.getContentStream(), file.getAttributes());
                    run(next, then, url, moves);
                }
            }
        }
    }

    private JsonNode connection(JsonNode processor, String relationship) {
        for (JsonNode connection : group.path("connections")) {
            for (JsonNode each : connection.path("selectedRelationships")) {
                if (isEnd(connection, "source", processor) && each.asText().equals(relationship)) {
                    return connection;
                }
            }
        }
        return JSON.missingNode();
    }

    private static void report(
            JsonNode processor, Relationship relationship, MockFlowFile file, JsonNode connection, ObjectNode move)
            throws IOException {
        move.put("from", processor.path("name").asText());
        move.put("relationship", relationship.getName());
        boolean ends = false;
        for (JsonNode each : processor.path("autoTerminatedRelationships")) {
            ends |= each.asText().equals(relationship.getName());
        }
        move.put("queue", connection.path("name").asText(ends ? "ends" : "nowhere"));
        move.put("to", connection.path("destination").path("name").asText(""));
        move.put("content", file.getContent());
        move.put("penalized", file.isPenalized());
        ObjectNode attributes = move.putObject("attributes");
        file.getAttributes().forEach(attributes::put);
    }
}
