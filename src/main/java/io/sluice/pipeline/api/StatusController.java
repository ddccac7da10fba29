package io.sluice.pipeline.api;

import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.web.Fails;
import io.sluice.web.ProblemType;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows how a pipeline is, and how it was lately. */
@RestController
@RequestMapping(path = PipelineController.PATH + "/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
@Fails({ProblemType.PIPELINE_NOT_FOUND, ProblemType.PLATFORM_UNAVAILABLE, ProblemType.STANDBY})
class StatusController {

    private final PipelineRegistry registry;
    private final Views views;

    StatusController(PipelineRegistry registry, Views views) {
        this.registry = registry;
        this.views = views;
    }

    @GetMapping("/status")
    PipelineStatus getPipelineStatus(@PathVariable String name) {
        return views.status(registry.require(name));
    }

    @GetMapping("/progress")
    BatchPage getPipelineProgress(
            @PathVariable String name, @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit) {
        return views.progress(registry.require(name), limit);
    }
}
