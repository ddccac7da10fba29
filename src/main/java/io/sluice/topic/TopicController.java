package io.sluice.topic;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import io.sluice.stream.format.RecordMask;
import io.sluice.stream.kafka.records.PassingRecords;
import io.sluice.web.Caller;
import io.sluice.web.Fails;
import io.sluice.web.LargeAnswer;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
@Fails({ProblemType.PLATFORM_UNAVAILABLE, ProblemType.PLATFORM_REFUSES})
@RestController
@RequestMapping(path = "/api/v1/topics", produces = APPLICATION_JSON_VALUE)
class TopicController {

    private static final String CUT = "Sluice-Cut";
    private static final String NDJSON = "application/x-ndjson";

    private final TopicService topics;
    private final Newest newest;
    private final TopicSettings settings;
    private final TopicMasks masks;

    TopicController(TopicService topics, Newest newest, TopicSettings settings, TopicMasks masks) {
        this.masks = masks;
        this.topics = topics;
        this.newest = newest;
        this.settings = settings;
    }

    @LargeAnswer("kafka")
    @GetMapping
    List<TopicView> listTopics() {
        return topics.list();
    }

    @Fails({ProblemType.TOPIC_NOT_FOUND, ProblemType.STANDBY})
    @LargeAnswer("kafka")
    @GetMapping("/{topic}/records")
    ResponseEntity<List<RecordView>> listTopicRecords(
            @PathVariable String topic,
            @RequestParam(defaultValue = "20") @Min(1) @Max(500) int limit,
            @Parameter(hidden = true) HttpServletRequest request) {
        RecordMask hidden = masks.of(List.of(topic), Caller.seesMasked(request));
        Newest.Records records = newest.records(TopicNames.checked(topic), limit);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        if (records.cut()) {
            answer.header(CUT, "true");
        }
        return answer.body(records.items().stream()
                .map(record -> RecordView.of(hidden.shown(PassingRecords.source(record))))
                .toList());
    }

    @Fails({ProblemType.TOPIC_NOT_FOUND, ProblemType.INVALID_PARAMETER})
    @GetMapping("/{topic}/offsets")
    TopicTimeView getTopicOffsets(@PathVariable String topic, @RequestParam Instant at) {
        return topics.at(TopicNames.checked(topic), at);
    }

    @Fails(ProblemType.NAME_TAKEN)
    @PostMapping(
            path = "/{topic}/records",
            consumes = {APPLICATION_JSON_VALUE, NDJSON})
    @ResponseStatus(HttpStatus.CREATED)
    Appended appendTopicRecords(
            @PathVariable String topic,
            @RequestParam(required = false) @Min(0) @Nullable Integer partition,
            @RequestParam(required = false) @Nullable String key,
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
