package io.sluice.pipeline.api;

import io.sluice.pipeline.catalogue.PipelineService;
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
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Opens and closes the gate. Each order is taken at once and completes later. */
@RestController
@RequestMapping(path = PipelineController.PATH + "/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = ApiTags.LIFECYCLE)
@Fails({ProblemType.PIPELINE_NOT_FOUND, ProblemType.PLATFORM_UNAVAILABLE, ProblemType.STANDBY})
class LifecycleController {

    private final PipelineService service;
    private final Views views;

    LifecycleController(PipelineService service, Views views) {
        this.service = service;
        this.views = views;
    }

    @PostMapping("/start")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "startPipeline",
            summary = "Start a pipeline",
            description = "Without effect while it runs. A pipeline that waits for its next attempt tries at once.")
    @ApiResponse(
            responseCode = "202",
            description = "The order is taken; the status as it is now",
            content =
                    @Content(
                            schema = @Schema(implementation = PipelineStatus.class),
                            examples = @ExampleObject(Examples.STATUS)))
    PipelineStatus start(
            @Parameter(description = "The pipeline's name.", example = "my_quotes") @PathVariable String name) {
        return views.status(service.start(name));
    }

    @PostMapping("/stop")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "stopPipeline",
            summary = "Stop a pipeline",
            description = "The micro-batch in flight is finished first. Without effect while it is stopped.")
    @ApiResponse(
            responseCode = "202",
            description = "The order is taken; the status as it is now",
            content =
                    @Content(
                            schema = @Schema(implementation = PipelineStatus.class),
                            examples = @ExampleObject(Examples.STATUS)))
    PipelineStatus stop(
            @Parameter(description = "The pipeline's name.", example = "my_quotes") @PathVariable String name) {
        return views.status(service.stop(name));
    }

    @PostMapping("/restart")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "restartPipeline",
            summary = "Restart a pipeline",
            description = "Stops it after its micro-batch and starts it again; starts it if it is stopped.")
    @ApiResponse(
            responseCode = "202",
            description = "The order is taken; the status as it is now",
            content =
                    @Content(
                            schema = @Schema(implementation = PipelineStatus.class),
                            examples = @ExampleObject(Examples.STATUS)))
    PipelineStatus restart(
            @Parameter(description = "The pipeline's name.", example = "my_quotes") @PathVariable String name) {
        return views.status(service.restart(name));
    }
}
