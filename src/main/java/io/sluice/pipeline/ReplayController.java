package io.sluice.pipeline;

import io.sluice.web.ApiTags;
import io.sluice.web.Fails;
import io.sluice.web.Limits;
import io.sluice.web.MaxBody;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Gives rejected records another chance. */
@RestController
@RequestMapping(path = PipelineController.PATH + "/{name}/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = ApiTags.DEAD_LETTERS)
@Fails({
    ProblemType.PIPELINE_NOT_FOUND,
    ProblemType.WRONG_STATE,
    ProblemType.INVALID_OFFSETS,
    ProblemType.PLATFORM_UNAVAILABLE,
    ProblemType.STANDBY
})
class ReplayController {

    private final PipelineRegistry registry;
    private final Replays replays;
    private final Views views;

    ReplayController(PipelineRegistry registry, Replays replays, Views views) {
        this.registry = registry;
        this.replays = replays;
        this.views = views;
    }

    @MaxBody(Limits.POSITIONS_BYTES)
    @PostMapping("/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "replayDeadLetters",
            summary = "Replay rejected records",
            description =
                    "Carries them through the definition as it is now, also while the pipeline runs. What is stored"
                            + " is no dead letter any more and counts as stored; what still does not fit stays, with its new"
                            + " reason. A position is stored once, however often it is replayed.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            description = "Which to replay; without a body all",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = ReplayOrder.class),
                            examples = @ExampleObject(Examples.REPLAY)))
    @ApiResponse(
            responseCode = "202",
            description = "The order is taken; the status as it is now",
            content =
                    @Content(
                            schema = @Schema(implementation = PipelineStatus.class),
                            examples = @ExampleObject(Examples.STATUS)))
    PipelineStatus replay(
            @Parameter(description = "The pipeline's name.", example = "my_quotes") @PathVariable String name,
            @RequestBody(required = false) @Nullable ReplayOrder order) {
        Pipeline pipeline = registry.require(name);
        replays.order(pipeline, order == null ? null : order.chosen());
        return views.status(pipeline);
    }
}
