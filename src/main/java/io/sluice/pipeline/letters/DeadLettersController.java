package io.sluice.pipeline.letters;

import io.sluice.pipeline.PipelineDirectory;
import io.sluice.pipeline.letters.DeadLetterList.DeadLetterPage;
import io.sluice.results.query.PageParameters;
import io.sluice.results.query.Paging;
import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.store.Stores;
import io.sluice.web.Fails;
import io.sluice.web.LargeAnswer;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
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
    private final List<Stage> stages;

    DeadLettersController(PipelineDirectory pipelines, DeadLetterList letters, LetterCounts counts, Stores stores) {
        this.pipelines = pipelines;
        this.letters = letters;
        this.counts = counts;
        this.stages = stores.stages();
    }

    @LargeAnswer("ledger")
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @PageParameters
    @FilterParameters
    DeadLetterPage listDeadLetters(
            @PathVariable String name,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters) {
        LetterFilter filter = LetterFilter.of(parameters);
        return letters.page(pipelines.get(name).name(), filter, filter.selection(stages), Paging.parse(parameters));
    }

    @GetMapping(path = "/counts", produces = MediaType.APPLICATION_JSON_VALUE)
    @FilterParameters
    LetterCounts.View countDeadLetters(
            @PathVariable String name,
            @RequestParam(defaultValue = "stage") String by,
            @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int limit,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters) {
        LetterSelection selection = LetterFilter.of(parameters).selection(stages);
        return counts.count(pipelines.get(name).name(), selection, LetterCounts.Key.parse(by), limit);
    }
}
