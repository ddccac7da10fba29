package io.sluice.inference;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.format.Format;
import io.sluice.stream.format.Formats;
import io.sluice.stream.format.MaskedRecord;
import io.sluice.stream.format.RecordMask;
import io.sluice.stream.format.SampleReader;
import io.sluice.stream.store.Stores;
import io.sluice.topic.TopicMasks;
import io.sluice.topic.TopicSamples;
import io.sluice.web.Attended;
import io.sluice.web.Caller;
import io.sluice.web.Fails;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.util.List;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Proposals of schemas over REST, two at once. */
@RestController
@RequestMapping(path = "/api/v1/topics", produces = APPLICATION_JSON_VALUE)
class SchemaController {

    private static final int AT_ONCE = 2;
    private static final String NEWEST = "newest";
    private static final String OLDEST = "oldest";

    private final TopicSamples samples;
    private final Formats formats;
    private final Stores stores;
    private final TopicMasks masks;
    private final Attended gate =
            new Attended(AT_ONCE, "Sluice proposes " + AT_ONCE + " schemas at a time. Repeat the request later.");

    SchemaController(TopicSamples samples, Formats formats, Stores stores, TopicMasks masks) {
        this.masks = masks;
        this.samples = samples;
        this.formats = formats;
        this.stores = stores;
    }

    @Fails({
        ProblemType.TOPIC_NOT_FOUND,
        ProblemType.TOO_MANY_REQUESTS,
        ProblemType.PLATFORM_UNAVAILABLE,
        ProblemType.PLATFORM_REFUSES,
        ProblemType.STANDBY
    })
    @PostMapping("/{topic}/schema")
    SchemaProposal proposeSchema(
            @PathVariable String topic,
            @RequestParam(defaultValue = "1000") @Min(1) @Max(10_000) int limit,
            @RequestParam(defaultValue = NEWEST)
                    @Pattern(regexp = NEWEST + "|" + OLDEST, message = "must be newest or oldest")
                    String from,
            @RequestParam(defaultValue = "json") String format,
            @RequestParam(defaultValue = "0") @DecimalMin("0") @DecimalMax("0.5") double tolerance,
            @Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        Format its = formats.find(format)
                .orElseThrow(() -> ProblemException.invalidParameter("There is no format '" + Limits.echo(format)
                        + "'. Possible is " + Limits.list(formats.names()) + "."));
        SampleReader reader = its.samples()
                .orElseThrow(() -> ProblemException.invalidParameter("No schema can be proposed for the format '"
                        + its.name() + "': its records are not read without one. Take it from where they are made."));
        // A proposal quotes what it has read.
        RecordMask hidden = masks.of(List.of(topic), Caller.seesMasked(request));
        return gate.run(Caller.of(request), Caller.visitor(request), "schema", place -> {
            TopicSamples.Sample sample = samples.read(topic, limit, from.equals(OLDEST));
            List<SourceRecord> shown = sample.records().stream()
                    .map(hidden::shown)
                    .filter(record -> record.withheld() == null)
                    .map(MaskedRecord::record)
                    .toList();
            return new Proposer(its, reader, stores, tolerance).propose(topic, shown, sample.cut());
        });
    }
}
