package io.sluice.pipeline.letters;

import static io.sluice.web.ProblemException.invalidParameter;

import io.sluice.pipeline.PipelineDirectory;
import io.sluice.results.query.PageParameters;
import io.sluice.results.query.Paging;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.store.Stores;
import io.sluice.web.Fails;
import io.sluice.web.LargeAnswer;
import io.sluice.web.Limits;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
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
    private final List<Stage> stages;

    DeadLettersController(PipelineDirectory pipelines, DeadLetterList letters, Stores stores) {
        this.pipelines = pipelines;
        this.letters = letters;
        this.stages = stores.stages();
    }

    @LargeAnswer("ledger")
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @PageParameters
    DeadLetterPage listDeadLetters(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String stage,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters) {
        return letters.page(pipelines.get(name).name(), stage == null ? null : stage(stage), Paging.parse(parameters));
    }

    private Stage stage(String label) {
        return stages.stream()
                .filter(stage -> stage.label().equals(label))
                .findFirst()
                .orElseThrow(() -> invalidParameter("There is no stage '" + Limits.echo(label) + "'; the stages are "
                        + stages.stream().map(Stage::label).toList()));
    }
}
