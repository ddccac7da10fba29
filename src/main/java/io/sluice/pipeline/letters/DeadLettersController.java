package io.sluice.pipeline.letters;

import io.sluice.pipeline.PipelineDirectory;
import io.sluice.pipeline.catalogue.Masking;
import io.sluice.pipeline.letters.DeadLetter.Written;
import io.sluice.pipeline.letters.DeadLetterList.DeadLetterPage;
import io.sluice.results.query.PageParameters;
import io.sluice.results.query.Paging;
import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.format.RecordMask;
import io.sluice.stream.store.Stores;
import io.sluice.web.Caller;
import io.sluice.web.Fails;
import io.sluice.web.LargeAnswer;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The records that a pipeline rejected. */
@RestController
@RequestMapping("/api/v1/pipelines/{name}/dead-letters")
@Fails({ProblemType.PIPELINE_NOT_FOUND, ProblemType.PLATFORM_UNAVAILABLE, ProblemType.QUERY_TIMEOUT, ProblemType.STANDBY
})
class DeadLettersController {

    private final PipelineDirectory pipelines;
    private final DeadLetterList letters;
    private final LetterCounts counts;
    private final LetterDecoding decoding;
    private final Masking masking;
    private final List<Stage> stages;

    DeadLettersController(
            PipelineDirectory pipelines,
            DeadLetterList letters,
            LetterCounts counts,
            LetterDecoding decoding,
            Masking masking,
            Stores stores) {
        this.masking = masking;
        this.pipelines = pipelines;
        this.letters = letters;
        this.counts = counts;
        this.decoding = decoding;
        this.stages = stores.stages();
    }

    @LargeAnswer("ledger")
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @PageParameters
    @FilterParameters
    DeadLetterPage listDeadLetters(
            @PathVariable String name,
            @RequestParam(defaultValue = "false") boolean decoded,
            @RequestParam(defaultValue = DeadLetter.UTF8)
                    @Pattern(regexp = DeadLetter.UTF8 + "|" + DeadLetter.BASE64, message = "must be utf8 or base64")
                    String encoding,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters,
            @Parameter(hidden = true) HttpServletRequest request)
            throws InterruptedException {
        LetterFilter filter = LetterFilter.of(parameters);
        String pipeline = pipelines.get(name).name();
        RecordMask hidden = masking.ofPipeline(pipeline, Caller.seesMasked(request));
        filter.requireSeen(hidden);
        Function<byte @Nullable [], Written> written =
                encoding.equals(DeadLetter.BASE64) ? Written::inBase64 : Written::of;
        DeadLetterPage page =
                letters.page(pipeline, filter, filter.selection(stages), Paging.parse(parameters), written);
        DeadLetterPage whole = decoded ? decoding.decoded(pipeline, page) : page;
        return Caller.seesMasked(request)
                ? whole
                : whole.with(
                        whole.items().stream()
                                .map(letter -> shown(letter, hidden, written))
                                .toList(),
                        whole.notDecoded());
    }

    /** Its topic may be one that its pipeline reads no more, or never read under this definition. */
    private DeadLetter shown(DeadLetter letter, RecordMask hidden, Function<byte @Nullable [], Written> written) {
        RecordMask its = hidden.with(masking.of(List.of(letter.topic()), false));
        return its.isNone() ? letter : letter.shown(its, written);
    }

    @GetMapping(path = "/counts", produces = MediaType.APPLICATION_JSON_VALUE)
    @FilterParameters
    LetterCounts.View countDeadLetters(
            @PathVariable String name,
            @RequestParam(defaultValue = "stage") String by,
            @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int limit,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters,
            @Parameter(hidden = true) HttpServletRequest request) {
        LetterFilter filter = LetterFilter.of(parameters);
        filter.requireSeen(masking.ofPipeline(name, Caller.seesMasked(request)));
        LetterSelection selection = filter.selection(stages);
        return counts.count(pipelines.get(name).name(), selection, LetterCounts.Key.parse(by), limit);
    }
}
