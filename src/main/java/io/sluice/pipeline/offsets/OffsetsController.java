package io.sluice.pipeline.offsets;

import io.sluice.engine.Leaving;
import io.sluice.pipeline.api.Examples;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.catalogue.RemovalView;
import io.sluice.pipeline.catalogue.Removals;
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
import jakarta.validation.constraints.Pattern;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows and sets where a pipeline reads next. */
@RestController
@RequestMapping(path = "/api/v1/pipelines/{name}/offsets", produces = MediaType.APPLICATION_JSON_VALUE)
@Fails({ProblemType.PIPELINE_NOT_FOUND, ProblemType.PLATFORM_UNAVAILABLE, ProblemType.STANDBY})
class OffsetsController {

    private final PipelineRegistry registry;
    private final OffsetChanges changes;
    private final Removals removals;

    OffsetsController(PipelineRegistry registry, OffsetChanges changes, Removals removals) {
        this.registry = registry;
        this.changes = changes;
        this.removals = removals;
    }

    @GetMapping
    @Tag(name = ApiTags.STATUS)
    @Operation(
            operationId = "getPipelineOffsets",
            summary = "Get where a pipeline reads on",
            description = "The next offset in each partition, as it stands in Postgres beside the stored rows; empty"
                    + " before the first start.")
    @ApiResponse(
            responseCode = "200",
            description = "The next offsets",
            content =
                    @Content(
                            schema = @Schema(implementation = OffsetsView.class),
                            examples = @ExampleObject(Examples.OFFSETS)))
    OffsetsView get(@Parameter(description = "The pipeline's name.", example = "my_quotes") @PathVariable String name) {
        return OffsetsView.of(changes.positions(registry.require(name)));
    }

    @MaxBody(Limits.POSITIONS_BYTES)
    @PatchMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Tag(name = ApiTags.LIFECYCLE)
    @Operation(
            operationId = "alterPipelineOffsets",
            summary = "Rewind or skip",
            description = "Sets where a pipeline at rest (CREATED, STOPPED, FAILED or COMPLETED) reads on when it is"
                    + " started again. In a partition that is set back the counters begin at zero and its records are"
                    + " carried again; each position is stored once all the same, as it was stored first: a column that was"
                    + " added since stays null there, and `notices` says so. What lies between the old and a larger"
                    + " offset is not read. The pipeline is STOPPED afterwards, without an error.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = OffsetsOrder.class),
                            examples = @ExampleObject(Examples.REWIND)))
    @ApiResponse(
            responseCode = "200",
            description = "The next offsets of all partitions, as they are now",
            content =
                    @Content(
                            schema = @Schema(implementation = OffsetsView.class),
                            examples = @ExampleObject(Examples.REWIND)))
    @Fails({ProblemType.WRONG_STATE, ProblemType.INCOMPATIBLE_CHANGE, ProblemType.INVALID_OFFSETS})
    OffsetsView alter(
            @Parameter(description = "The pipeline's name.", example = "my_quotes") @PathVariable String name,
            @RequestBody OffsetsOrder order) {
        Pipeline pipeline = registry.require(name);
        boolean setBack = changes.alter(name, order.positions());
        return OffsetsView.of(changes.positions(pipeline)).noticing(setBack);
    }

    // Its only bodies are problems, so clients accept nothing but those.
    @DeleteMapping(produces = MediaType.ALL_VALUE)
    @Tag(name = ApiTags.LIFECYCLE)
    @Operation(
            operationId = "resetPipelineOffsets",
            summary = "Start over",
            description = "Forgets the positions and counters of a pipeline at rest (CREATED, STOPPED, FAILED or"
                    + " COMPLETED): when it is started again, it begins where its definition says. A table or collection that"
                    + " Sluice made for it is kept under its old name with `_until_` and the time (UTC, yyyyMMddHHmmss)"
                    + " behind it, or dropped; so are its dead letters. One that was there before keeps its name and its"
                    + " rows; with `rows=remove` the rows that the pipeline has appended itself go, if they can be told."
                    + " Nobody else's is touched. With `dryRun` nothing is changed, and the answer says what would be.")
    @ApiResponse(responseCode = "204", description = "It is as if it had never been started", content = @Content)
    @ApiResponse(
            responseCode = "200",
            description = "What would become of what it has stored; nothing was changed",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = RemovalView.class),
                            examples = @ExampleObject(Examples.REMOVAL)))
    @Fails({ProblemType.WRONG_STATE, ProblemType.INCOMPATIBLE_CHANGE})
    ResponseEntity<RemovalView> reset(
            @Parameter(description = "The pipeline's name.", example = "my_quotes") @PathVariable String name,
            @Parameter(
                            description = "Whether what Sluice made for it is kept under another name, or dropped.",
                            example = "keep",
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"keep", "remove"},
                                            defaultValue = "keep"))
                    @RequestParam(defaultValue = "keep")
                    @Pattern(regexp = "keep|remove", message = "must be keep or remove")
                    String rows,
            @Parameter(description = "Whether only to say what would be done.", example = "false")
                    @RequestParam(defaultValue = "false")
                    boolean dryRun) {
        boolean keep = rows.equals("keep");
        if (dryRun) {
            return removals.look(name, keep ? Leaving.ASIDE : Leaving.NOTHING).answer();
        }
        changes.reset(name, keep);
        return ResponseEntity.noContent().build();
    }
}
