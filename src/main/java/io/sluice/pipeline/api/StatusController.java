package io.sluice.pipeline.api;

import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.web.ApiTags;
import io.sluice.web.Fails;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
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
@Tag(name = ApiTags.STATUS)
@Fails({ProblemType.PIPELINE_NOT_FOUND, ProblemType.PLATFORM_UNAVAILABLE, ProblemType.STANDBY})
class StatusController {

    private final PipelineRegistry registry;
    private final Views views;

    StatusController(PipelineRegistry registry, Views views) {
        this.registry = registry;
        this.views = views;
    }

    @GetMapping("/status")
    @Operation(
            operationId = "getPipelineStatus",
            summary = "Get the status of a pipeline",
            description = "State, last error, position and lag in each partition, and exact counters.")
    @ApiResponse(
            responseCode = "200",
            description = "The status",
            content =
                    @Content(
                            schema = @Schema(implementation = PipelineStatus.class),
                            examples = @ExampleObject(Examples.STATUS)))
    PipelineStatus status(
            @Parameter(description = "The pipeline's name.", example = "my_quotes") @PathVariable String name) {
        return views.status(registry.require(name));
    }

    @GetMapping("/progress")
    @Operation(
            operationId = "getPipelineProgress",
            summary = "Get recent micro-batches",
            description = "The last hundred that had records, newest first, of all runs since the application started,"
                    + " also after they have ended. They are kept in memory: after a restart of the application, and"
                    + " after another instance took over, there are none until the pipeline has had records again, also"
                    + " of a pipeline that is COMPLETED. A reset of the offsets forgets them, too. What became of all"
                    + " records is in the status.")
    @ApiResponse(
            responseCode = "200",
            description = "Recent micro-batches",
            content =
                    @Content(
                            schema = @Schema(implementation = BatchPage.class),
                            examples = @ExampleObject(Examples.PROGRESS)))
    BatchPage progress(
            @Parameter(description = "The pipeline's name.", example = "my_quotes") @PathVariable String name,
            @Parameter(description = "Micro-batches at most.", example = "20")
                    @RequestParam(defaultValue = "20")
                    @Min(1)
                    @Max(100)
                    int limit) {
        return views.progress(registry.require(name), limit);
    }
}
