package io.sluice.pipeline.versions;

import io.sluice.pipeline.PipelineDirectory;
import io.sluice.web.Fails;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Shows the versions of a pipeline's definition. */
@RestController
@RequestMapping(path = "/api/v1/pipelines/{name}/versions", produces = MediaType.APPLICATION_JSON_VALUE)
@Fails({ProblemType.PIPELINE_NOT_FOUND, ProblemType.PLATFORM_UNAVAILABLE, ProblemType.STANDBY})
class VersionsController {

    private final PipelineDirectory pipelines;
    private final VersionLog log;

    VersionsController(PipelineDirectory pipelines, VersionLog log) {
        this.pipelines = pipelines;
        this.log = log;
    }

    @GetMapping
    VersionPage listVersions(
            @PathVariable String name,
            @RequestParam(required = false) @Min(1) @Nullable Long after,
            @RequestParam(defaultValue = "50") @Min(1) @Max(100) int size) {
        return log.page(pipelines.get(name).id(), after, size);
    }

    @GetMapping("/{version}")
    @Fails(ProblemType.VERSION_NOT_FOUND)
    JsonNode getVersion(@PathVariable String name, @PathVariable long version) {
        return log.definition(pipelines.get(name).id(), version)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.VERSION_NOT_FOUND,
                        "The definition has no such version, or it is not kept any more. GET /api/v1/pipelines/" + name
                                + "/versions lists those that there are."));
    }
}
