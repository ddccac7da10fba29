package io.sluice.nifi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("The flow definition for NiFi")
class QuotesFlowTest {

    static final Path FLOW = Path.of("nifi-templates/quotes-flow.json");
    private static final Components TABLE = Components.read();
    private static final String GET = "/flowContents/processors/0";
    private static final String PUBLISH = "/flowContents/processors/2";
    private static final String ANSWERS = "/flowContents/connections/0";
    private static final String SERVICE = "/flowContents/controllerServices/0";
    private static final String PARAMETERS = "/parameterContexts/Sluice quotes/parameters";

    @Test
    @DisplayName("has everything that it names, and nothing that it would lose")
    void isSound() throws IOException {
        assertThat(FlowCheck.faults(TABLE, flow())).isEmpty();
    }

    @Test
    @DisplayName("goes from Sluice's own sample records to the topic of the pipeline quotes")
    void leadsFromTheSampleRecordsToTheTopicOfThePipeline() throws IOException {
        JsonNode parameters = flow().at(PARAMETERS);
        assertThat(parameters.valueStream().map(each -> each.get("value").asString()))
                .containsExactly("http://sluice:8080/demo/quotes?count=10", "kafka:9092", "topic_quotes");
        JsonNode pipeline =
                new JsonMapper().readTree(Files.readString(Path.of("src/main/resources/demo/pipeline.json")));
        assertThat(pipeline.at("/source/topics/0").asString()).isEqualTo("topic_quotes");
        assertThat(types()).containsExactly("InvokeHTTP", "SplitJson", "PublishKafka");
    }

    @Test
    @DisplayName("terminates only what is empty, stored elsewhere, or sent")
    void terminatesOnlyWhatIsEmptyStoredElsewhereOrSent() throws IOException {
        assertThat(flow().at("/flowContents/processors")
                        .valueStream()
                        .map(each -> each.get("name").asString() + each.get("autoTerminatedRelationships")))
                .containsExactly(
                        "Get quotes[\"Original\"]", "Split into quotes[\"original\"]", "Publish to Kafka[\"success\"]");
    }

    @Test
    @DisplayName("gives each partition of the topic its turn, by a partitioner that NiFi offers")
    void givesEachPartitionItsTurn() throws IOException {
        // Kafka's own choice stays with one partition until 16 KB have come, which is some hundred quotes.
        assertThat(flow().at(PUBLISH + "/properties/partitioner.class").asString())
                .endsWith(".RoundRobinPartitioner")
                .isIn(TABLE.byType()
                        .get("org.apache.nifi.kafka.processors.PublishKafka")
                        .properties()
                        .get("partitioner.class")
                        .values());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breakages")
    @DisplayName("is checked: a fault does not pass")
    void noFaultOfTheFlowPassesTheCheck(String fault, Consumer<JsonNode> breakage) throws IOException {
        JsonNode flow = flow();
        breakage.accept(flow);
        assertThat(FlowCheck.faults(TABLE, flow)).contains(fault);
    }

    static Stream<Arguments> breakages() {
        return Stream.of(
                broken("Get quotes: has no property 'Remote URL'", flow -> rename(flow, "HTTP URL", "Remote URL")),
                broken("Get quotes: property 'HTTP URL' must be set", flow -> rename(flow, "HTTP URL", "Remote URL")),
                broken(
                        "Answers: its destination 'gone' does not exist",
                        flow -> object(flow, ANSWERS + "/destination").put("id", "gone")),
                broken(
                        "Answers: the groupId of its source is not that of the component",
                        flow -> object(flow, ANSWERS + "/source").put("groupId", "gone")),
                broken(
                        "Get quotes: relationship 'Response' is neither connected nor terminated",
                        flow -> array(flow, "/flowContents/connections").remove(0)),
                broken(
                        "Answers: its source has no relationship 'success'",
                        flow -> array(flow, ANSWERS + "/selectedRelationships").set(0, "success")),
                broken(
                        "Answers: its FlowFiles expire, which loses them",
                        flow -> object(flow, ANSWERS).put("flowFileExpiration", "1 hour")),
                broken(
                        "Answers: has no back-pressure",
                        flow -> object(flow, ANSWERS).put("backPressureObjectThreshold", 0)),
                broken(
                        "the parameter 'quotes.url' is used but not defined",
                        flow -> array(flow, PARAMETERS).remove(0)),
                broken(
                        "the parameter 'spare' is defined but not used",
                        flow -> array(flow, PARAMETERS).addObject().put("name", "spare")),
                broken(
                        "the parameter context 'Other' is not defined",
                        flow -> object(flow, "/flowContents").put("parameterContextName", "Other")),
                broken(
                        "Publish to Kafka: property 'Kafka Connection Service' names no controller service that is a "
                                + "org.apache.nifi.kafka.service.api.KafkaConnectionService",
                        flow -> object(flow, SERVICE).put("identifier", "other")),
                broken(
                        "Publish to Kafka: property 'acks' is 'most', not one of [0, 1, all]",
                        flow -> object(flow, PUBLISH + "/properties").put("acks", "most")),
                broken(
                        "Publish to Kafka: has no relationship 'Failure'",
                        flow -> array(flow, PUBLISH + "/retriedRelationships").set(0, "Failure")),
                broken(
                        "Kafka: its bundle's artifact is not nifi-kafka-3-service-nar",
                        flow -> object(flow, SERVICE + "/bundle").put("artifact", "nifi-kafka-nar")),
                broken(
                        "Get quotes: type 'org.apache.nifi.GetHTTP' is no processor of the table",
                        flow -> object(flow, GET).put("type", "org.apache.nifi.GetHTTP")),
                broken(
                        "Answers: its destination is not a FUNNEL",
                        flow -> object(flow, ANSWERS + "/destination").put("type", "FUNNEL")),
                broken(
                        "Get quotes: groupIdentifier is not that of its group",
                        flow -> object(flow, GET).put("groupIdentifier", "other")),
                broken(
                        "Get quotes: its propertyDescriptors are not those of its properties",
                        flow -> object(flow, GET + "/propertyDescriptors").remove("HTTP URL")),
                broken(
                        "Publish to Kafka: property 'acks': its descriptor's identifiesControllerService is wrong",
                        flow -> object(flow, PUBLISH + "/propertyDescriptors/acks")
                                .put("identifiesControllerService", true)),
                broken(
                        "Get quotes: processors with incoming connections cannot be scheduled for Primary Node Only",
                        flow -> object(flow, GET).put("executionNode", "PRIMARY")),
                broken(
                        "Publish to Kafka: requires an upstream connection",
                        flow -> array(flow, "/flowContents/connections").remove(1)),
                broken(
                        "Get quotes: executionNode is 'ANY', not one of [ALL, PRIMARY]",
                        flow -> object(flow, GET).put("executionNode", "ANY")),
                broken(
                        "Get quotes: schedulingPeriod is '10'",
                        flow -> object(flow, GET).put("schedulingPeriod", "10")),
                broken(
                        "Get quotes: schedulingPeriod is '10 sec'",
                        flow -> object(flow, GET).put("schedulingStrategy", "CRON_DRIVEN")),
                broken(
                        "Get quotes: yieldDuration is 'soon'",
                        flow -> object(flow, GET).put("yieldDuration", "soon")),
                broken(
                        "Get quotes: maxBackoffPeriod is ''",
                        flow -> object(flow, GET).remove("maxBackoffPeriod")),
                broken(
                        "Get quotes: concurrentlySchedulableTaskCount is less than 1",
                        flow -> object(flow, GET).put("concurrentlySchedulableTaskCount", 0)),
                broken("Get quotes: has no position", flow -> object(flow, GET).remove("position")),
                broken(
                        "Get quotes: its identifier is no UUID",
                        flow -> object(flow, GET).put("identifier", "get")),
                broken(
                        "Answers: backPressureDataSizeThreshold is '100 megabytes'",
                        flow -> object(flow, ANSWERS).put("backPressureDataSizeThreshold", "100 megabytes")),
                broken(
                        "Answers: has no relationship",
                        flow -> array(flow, ANSWERS + "/selectedRelationships").removeAll()),
                broken(
                        "Answers: has no attribute to partition by",
                        flow -> object(flow, ANSWERS).put("loadBalanceStrategy", "PARTITION_BY_ATTRIBUTE")),
                broken(
                        "Sluice quotes: executionEngine is 'FAST', not one of [STANDARD, STATELESS, INHERITED]",
                        flow -> object(flow, "/flowContents").put("executionEngine", "FAST")),
                broken(
                        "Get quotes: refers to the sensitive parameter 'quotes.url' in what is not sensitive",
                        flow -> object(flow, PARAMETERS + "/0").put("sensitive", true)),
                broken(
                        "Get quotes: property 'HTTP URL' is empty",
                        flow -> object(flow, PARAMETERS + "/0").put("value", " ")),
                broken(
                        "Publish to Kafka: transactions require acks=all",
                        flow -> object(flow, PUBLISH + "/properties").put("acks", "1")),
                broken(
                        "Kafka: is no org.example.Other",
                        flow -> object(flow, SERVICE + "/controllerServiceApis/0")
                                .put("type", "org.example.Other")),
                broken("Get quotes: identifier 'twice' is missing or not unique", flow -> {
                    object(flow, "/flowContents").put("identifier", "twice");
                    object(flow, GET).put("identifier", "twice");
                }));
    }

    private static Arguments broken(String fault, Consumer<JsonNode> breakage) {
        return Arguments.of(fault, breakage);
    }

    private static void rename(JsonNode flow, String from, String to) {
        for (String part : List.of("/properties", "/propertyDescriptors")) {
            ObjectNode all = object(flow, GET + part);
            all.set(to, all.remove(from));
        }
    }

    private static ObjectNode object(JsonNode flow, String path) {
        return (ObjectNode) flow.at(path);
    }

    private static ArrayNode array(JsonNode flow, String path) {
        return (ArrayNode) flow.at(path);
    }

    private static Stream<String> types() throws IOException {
        return flow().at("/flowContents/processors")
                .valueStream()
                .map(each -> each.get("type").asString().replaceFirst(".*\\.", ""));
    }

    private static JsonNode flow() throws IOException {
        return new JsonMapper().readTree(Files.readString(FLOW));
    }
}
