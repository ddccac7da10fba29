package io.sluice.pipeline.replay;

import io.sluice.pipeline.api.Examples;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.catalogue.PipelineStore;
import io.sluice.web.ApiTags;
import io.sluice.web.Fails;
import io.sluice.web.Limits;
import io.sluice.web.MaxBody;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Gives rejected records another chance, or forgets them. */
@RestController
@RequestMapping(path = ReplayController.PATH + "/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = ApiTags.DEAD_LETTERS)
@Fails({ProblemType.PIPELINE_NOT_FOUND, ProblemType.PLATFORM_UNAVAILABLE, ProblemType.STANDBY})
class ReplayController {

    static final String PATH = "/api/v1/pipelines";

    private final PipelineRegistry registry;
    private final PipelineStore store;
    private final Replays replays;

    ReplayController(PipelineRegistry registry, PipelineStore store, Replays replays) {
        this.registry = registry;
        this.store = store;
        this.replays = replays;
    }

    /** Where to ask how far a replay is. */
    static String address(String pipeline, ReplayRun run) {
        return PATH + "/" + pipeline + "/replays/" + run.id();
    }

    @MaxBody(Limits.POSITIONS_BYTES)
    @PostMapping("/dead-letters/replay")
    @Operation(
            operationId = "replayDeadLetters",
            summary = "Replay rejected records",
            description =
                    "Carries them through the definition as it is now, also while the pipeline runs. What is stored"
                            + " is no dead letter any more and counts as stored; what still does not fit stays, with its new"
                            + " reason. A position is stored once, however often it is replayed. Goes on in the"
                            + " background, also if the pipeline is started or stopped meanwhile; one at a time for each"
                            + " pipeline: another order is 409 until it has ended. `Location` says how far it is.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            description = "Which to replay; without a body all",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = ReplayOrder.class),
                            examples = @ExampleObject(Examples.REPLAY)))
    @ApiResponse(
            responseCode = "202",
            description = "The order is taken; how far it is",
            headers =
                    @Header(
                            name = "Location",
                            description = "Where to ask how far it is",
                            schema =
                                    @Schema(
                                            type = "string",
                                            example = "/api/v1/pipelines/my_quotes/replays/"
                                                    + "5b8e1c7a-3f0e-4d0e-9a1c-6f6f1f7e22b3")),
            content =
                    @Content(
                            schema = @Schema(implementation = ReplayView.class),
                            examples = @ExampleObject(Examples.REPLAY_ORDERED)))
    @Fails({ProblemType.WRONG_STATE, ProblemType.INVALID_OFFSETS})
    ResponseEntity<ReplayView> replay(
            @Parameter(description = "The pipeline's name.", example = "my_quotes") @PathVariable String name,
            @RequestBody(required = false) @Nullable ReplayOrder order) {
        Pipeline pipeline = registry.require(name);
        ReplayRun run = replays.order(pipeline, order == null ? null : order.chosen());
        return ResponseEntity.accepted()
                .location(URI.create(address(name, run)))
                .body(run.view());
    }

    @DeleteMapping(path = "/dead-letters", produces = MediaType.ALL_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "deleteDeadLetters",
            summary = "Forget the rejected records",
            description =
                    "Deletes all rejected records of the pipeline, for good. The counters keep counting them. While"
                            + " they are being replayed this is 409: what a replay has taken out it may put back.")
    @ApiResponse(responseCode = "204", description = "They are forgotten", content = @Content)
    @Fails(ProblemType.WRONG_STATE)
    void forget(@Parameter(description = "The pipeline's name.", example = "my_quotes") @PathVariable String name) {
        Pipeline pipeline = registry.require(name);
        replays.without(pipeline, () -> store.deleteDeadLetters(pipeline.name()));
    }

    @GetMapping("/replays")
    @Operation(
            operationId = "listReplays",
            summary = "List replays",
            description = "The last " + ReplayHistory.MOST
                    + " of the pipeline, newest first, kept in memory: none after" + " a restart of the application.")
    @ApiResponse(
            responseCode = "200",
            description = "The replays",
            content =
                    @Content(
                            schema = @Schema(implementation = ReplayView.Page.class),
                            examples = @ExampleObject("{ \"items\": [" + Examples.REPLAYED + "] }")))
    ReplayView.Page list(
            @Parameter(description = "The pipeline's name.", example = "my_quotes") @PathVariable String name) {
        return new ReplayView.Page(replays.of(registry.require(name)).newestFirst().stream()
                .map(ReplayRun::view)
                .toList());
    }

    @GetMapping("/replays/{id}")
    @Operation(
            operationId = "getReplay",
            summary = "Get a replay",
            description = "How far it is, or what became of the letters. The last " + ReplayHistory.MOST
                    + " of a pipeline are kept in memory: after a restart of the application they are 404, while what"
                    + " they stored is stored.")
    @ApiResponse(
            responseCode = "200",
            description = "The replay",
            content =
                    @Content(
                            schema = @Schema(implementation = ReplayView.class),
                            examples = @ExampleObject(Examples.REPLAYED)))
    @Fails(ProblemType.REPLAY_NOT_FOUND)
    ReplayView get(
            @Parameter(description = "The pipeline's name.", example = "my_quotes") @PathVariable String name,
            @Parameter(
                            description = "The replay's id, as ordering it answered.",
                            example = "5b8e1c7a-3f0e-4d0e-9a1c-6f6f1f7e22b3")
                    @PathVariable
                    UUID id) {
        return replays.of(registry.require(name))
                .find(id)
                .map(ReplayRun::view)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.REPLAY_NOT_FOUND,
                        "There is no such replay of pipeline '" + name + "'. The last " + ReplayHistory.MOST
                                + " are kept, until the application ends: GET " + PATH + "/" + name
                                + "/replays lists them. What an older one stored is stored, and counts in the"
                                + " pipeline's status."));
    }
}
