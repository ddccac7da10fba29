package io.sluice.pipeline.api;

import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.history.HistoryReader;
import io.sluice.pipeline.history.HistoryView;
import io.sluice.web.Fails;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
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
    private final HistoryReader history;

    StatusController(PipelineRegistry registry, Views views, HistoryReader history) {
        this.registry = registry;
        this.views = views;
        this.history = history;
    }

    @GetMapping("/status")
    PipelineStatus getPipelineStatus(@PathVariable String name) {
        return views.status(registry.require(name));
    }

    @GetMapping("/progress")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(oneOf = {BatchPage.class, HistoryView.class})))
    Object getPipelineProgress(
            @PathVariable String name,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String step) {
        Pipeline pipeline = registry.require(name);
        return from == null && to == null && step == null
                ? views.progress(pipeline, limit)
                : history.read(pipeline.id(), from, to, step);
    }
}
