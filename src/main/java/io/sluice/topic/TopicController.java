package io.sluice.topic;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import io.sluice.web.ApiTags;
import io.sluice.web.Fails;
import io.sluice.web.LargeAnswer;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Topics over REST. */
@Tag(name = ApiTags.TOPICS)
@Fails({ProblemType.PLATFORM_UNAVAILABLE, ProblemType.PLATFORM_REFUSES})
@RestController
@RequestMapping(path = "/api/v1/topics", produces = APPLICATION_JSON_VALUE)
class TopicController {

    private static final String CUT = "Sluice-Cut";
    private static final String NDJSON = "application/x-ndjson";

    private final TopicService topics;
    private final Newest newest;
    private final TopicSettings settings;

    TopicController(TopicService topics, Newest newest, TopicSettings settings) {
        this.topics = topics;
        this.newest = newest;
        this.settings = settings;
    }

    @Operation(
            operationId = "listTopics",
            summary = "List the topics",
            description = "Every topic of the cluster with its partitions and offsets; Kafka's own are left out.")
    @ApiResponse(
            responseCode = "200",
            description = "The topics",
            content =
                    @Content(
                            array = @ArraySchema(schema = @Schema(implementation = TopicView.class)),
                            examples = @ExampleObject(TopicExamples.TOPICS)))
    @LargeAnswer("kafka")
    @GetMapping
    List<TopicView> list() {
        return topics.list();
    }

    @Operation(
            operationId = "listTopicRecords",
            summary = "Read the newest records of a topic",
            description = "The newest committed records over all partitions, newest first. Keys, header values and "
                    + "payloads are text where they are valid UTF-8 (`utf8`), else `base64`. There are fewer than `limit` if "
                    + "they are more than some 4 MiB together; the header `Sluice-Cut` says so then.")
    @ApiResponse(
            responseCode = "200",
            description = "The records",
            headers =
                    @Header(
                            name = CUT,
                            description =
                                    "`true` if there are fewer records than there could be, because they are large",
                            schema = @Schema(type = "boolean", example = "true")),
            content =
                    @Content(
                            array = @ArraySchema(schema = @Schema(implementation = RecordView.class)),
                            examples = @ExampleObject(TopicExamples.RECORDS)))
    @Fails(ProblemType.TOPIC_NOT_FOUND)
    @LargeAnswer("kafka")
    @GetMapping("/{topic}/records")
    ResponseEntity<List<RecordView>> records(
            @Parameter(description = "The name of the topic", example = "my_quotes") @PathVariable String topic,
            @Parameter(description = "The most records to answer", example = "20")
                    @RequestParam(defaultValue = "20")
                    @Min(1)
                    @Max(500)
                    int limit) {
        Newest.Records records = newest.records(TopicNames.checked(topic), limit);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        if (records.cut()) {
            answer.header(CUT, "true");
        }
        return answer.body(records.items().stream().map(RecordView::of).toList());
    }

    @Operation(
            operationId = "appendTopicRecords",
            summary = "Append records to a topic",
            description = "Each element of the JSON array, or each line of NDJSON, is the value of one record, "
                    + "byte for byte as it was sent: nothing is parsed and written anew. A line may hold anything but "
                    + "a line feed; empty lines are skipped. A topic that does not exist is created "
                    + "(`sluice.topics.partitions`, the broker's default replication). The answer has each record's "
                    + "position in the order of the request, once all in-sync replicas have it. After a 503 some "
                    + "of the records may have been appended.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            description = "The values of the records",
                            content = {
                                @Content(
                                        mediaType = APPLICATION_JSON_VALUE,
                                        array = @ArraySchema(schema = @Schema(implementation = RecordValue.class)),
                                        examples = @ExampleObject(TopicExamples.ARRAY)),
                                @Content(
                                        mediaType = NDJSON,
                                        schema = @Schema(type = "string"),
                                        examples = @ExampleObject(TopicExamples.LINES))
                            }))
    @ApiResponse(
            responseCode = "201",
            description = "They are appended",
            content =
                    @Content(
                            schema = @Schema(implementation = Appended.class),
                            examples = @ExampleObject(TopicExamples.APPENDED)))
    @Fails(ProblemType.NAME_TAKEN)
    @PostMapping(
            path = "/{topic}/records",
            consumes = {APPLICATION_JSON_VALUE, NDJSON})
    @ResponseStatus(HttpStatus.CREATED)
    Appended append(
            @Parameter(description = "The name of the topic", example = "my_quotes") @PathVariable String topic,
            @Parameter(
                            description =
                                    "The partition that gets the records; else Kafka spreads them, or the key decides",
                            example = "0")
                    @RequestParam(required = false)
                    @Min(0)
                    @Nullable
                    Integer partition,
            @Parameter(
                            description = "The key of all the records, as UTF-8 text; records of one key stay in order",
                            example = "tour")
                    @RequestParam(required = false)
                    @Nullable
                    String key,
            @Parameter(hidden = true) @RequestHeader("Content-Type") MediaType type,
            @RequestBody(required = false) byte @Nullable [] body) {
        List<byte[]> values = values(type, body == null ? new byte[0] : body);
        String name = TopicNames.checked(topic);
        if (values.isEmpty()) {
            return new Appended(name, List.of());
        }
        int partitions = topics.ensure(name, settings.partitions());
        if (partition != null && partition >= partitions) {
            throw new ProblemException(
                    ProblemType.INVALID_PARAMETER,
                    "Topic '" + name + "' has the partitions 0 to " + (partitions - 1) + ", not " + partition + ".");
        }
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        return new Appended(name, topics.append(name, partition, keyBytes, values));
    }

    private List<byte[]> values(MediaType type, byte[] body) {
        return type.getSubtype().equals("json")
                ? RecordBody.ofArray(body, settings.maxRecords())
                : RecordBody.ofLines(body, settings.maxRecords());
    }
}
