package io.sluice.pipeline.api;

import io.sluice.engine.Leaving;
import io.sluice.pipeline.catalogue.Definitions;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.catalogue.PipelineService;
import io.sluice.pipeline.catalogue.PipelineService.Applied;
import io.sluice.pipeline.catalogue.Precondition;
import io.sluice.pipeline.catalogue.RemovalView;
import io.sluice.pipeline.catalogue.Removals;
import io.sluice.pipeline.catalogue.TargetCheck;
import io.sluice.pipeline.definition.DefinitionReader;
import io.sluice.pipeline.definition.PipelineDefinition;
import io.sluice.pipeline.lifecycle.PipelineState;
import io.sluice.stream.flow.Stores;
import io.sluice.web.ApiTags;
import io.sluice.web.Fails;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemException.FieldError;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Creates, shows, replaces and deletes pipelines. */
@RestController
@RequestMapping(path = PipelineController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = ApiTags.PIPELINES)
@Fails({ProblemType.PLATFORM_UNAVAILABLE, ProblemType.STANDBY})
class PipelineController {

    static final String PATH = "/api/v1/pipelines";

    private final PipelineService service;
    private final PipelineRegistry registry;
    private final Definitions definitions;
    private final TargetCheck targets;
    private final TopicCheck topics;
    private final Removals removals;
    private final Stores stores;
    private final Views views;
    private final DefinitionReader reader;

    PipelineController(
            PipelineService service,
            PipelineRegistry registry,
            Definitions definitions,
            TargetCheck targets,
            TopicCheck topics,
            Removals removals,
            Stores stores,
            Views views) {
        this.service = service;
        this.registry = registry;
        this.definitions = definitions;
        this.targets = targets;
        this.topics = topics;
        this.removals = removals;
        this.stores = stores;
        this.views = views;
        this.reader = new DefinitionReader(stores, definitions::known);
    }

    @GetMapping
    @Operation(
            operationId = "listPipelines",
            summary = "List pipelines",
            description = "Summaries, ordered by name, one page at a time.")
    @ApiResponse(
            responseCode = "200",
            description = "A page of summaries",
            content =
                    @Content(
                            schema = @Schema(implementation = PipelinePage.class),
                            examples = @ExampleObject(Examples.PAGE)))
    PipelinePage list(
            @Parameter(description = "Only pipelines in this state.", example = "RUNNING")
                    @RequestParam(required = false)
                    @Nullable
                    PipelineState state,
            @Parameter(description = "The page, from 0.", example = "0") @RequestParam(defaultValue = "0") @Min(0)
                    int page,
            @Parameter(description = "Pipelines on a page.", example = "50")
                    @RequestParam(defaultValue = "50")
                    @Min(1)
                    @Max(1000)
                    int size) {
        List<PipelinePage.Summary> all = views.summaries(registry.complete()).stream()
                .filter(summary -> state == null || summary.state() == state)
                .toList();
        return PipelinePage.of(all, page, size);
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "createPipeline",
            summary = "Create a pipeline",
            description = "Checks the definition, stores it, and starts the pipeline unless `autoStart` is false.")
    @DefinitionBody
    @ApiResponse(
            responseCode = "201",
            description = "It was created",
            headers = {
                @Header(
                        name = "Location",
                        description = "Its address",
                        schema = @Schema(type = "string", example = "/api/v1/pipelines/my_quotes")),
                @Header(
                        name = "ETag",
                        description = "The version of the definition",
                        schema = @Schema(type = "string", example = "\"1-0\""))
            },
            content =
                    @Content(
                            schema = @Schema(implementation = PipelineView.class),
                            examples = @ExampleObject(Examples.PIPELINE)))
    @Fails({ProblemType.NAME_TAKEN, ProblemType.INVALID_DEFINITION})
    ResponseEntity<PipelineView> create(@RequestBody byte[] body) {
        return created(service.create(reader.json(body)));
    }

    @PostMapping(path = "/validate", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "validatePipeline",
            summary = "Validate a definition",
            description = "Analyses it as creating it would, and changes nothing. A definition under the name of an"
                    + " existing pipeline is taken for its replacement. A table or collection that exists must be able"
                    + " to take the rows; `notices` says what a start would change in it, `unchecked` what could not"
                    + " be looked at, because its store is away.")
    @DefinitionBody
    @ApiResponse(
            responseCode = "200",
            description = "What was found, valid or not",
            content =
                    @Content(
                            schema = @Schema(implementation = ValidationView.class),
                            examples = @ExampleObject(Examples.VALIDATION)))
    ValidationView validate(@RequestBody byte[] body) {
        var verdict = definitions.examine(reader.json(body));
        return ValidationView.of(
                registry.withTaken(verdict), targets.look(verdict), topics.look(verdict), verdict.output(), stores);
    }

    @GetMapping("/{name}")
    @Operation(
            operationId = "getPipeline",
            summary = "Get a pipeline",
            description = "Its definition with every default filled in, and its status. The ETag identifies the version"
                    + " of the definition, for If-Match.")
    @ApiResponse(
            responseCode = "200",
            description = "The pipeline",
            headers =
                    @Header(
                            name = "ETag",
                            description = "The version of the definition",
                            schema = @Schema(type = "string", example = "\"1-0\"")),
            content =
                    @Content(
                            schema = @Schema(implementation = PipelineView.class),
                            examples = @ExampleObject(Examples.PIPELINE)))
    @Fails(ProblemType.PIPELINE_NOT_FOUND)
    PipelineView get(
            @Parameter(description = "The pipeline's name.", example = "my_quotes") @PathVariable String name,
            @Parameter(hidden = true) HttpServletResponse response) {
        Pipeline pipeline = registry.require(name);
        // Not through ResponseEntity: Spring would then answer If-None-Match with 304, though the status has changed.
        response.setHeader(HttpHeaders.ETAG, pipeline.etag());
        return views.pipeline(pipeline);
    }

    @PutMapping(path = "/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "putPipeline",
            summary = "Create or replace a pipeline",
            description = "A running pipeline finishes its micro-batch under the old definition and restarts under the"
                    + " new one. Once it has consumed records, its topics, starting offsets and the type, target, mode"
                    + " and key of its sinks cannot change.")
    @DefinitionBody
    @ApiResponse(
            responseCode = "200",
            description = "It was replaced",
            headers =
                    @Header(
                            name = "ETag",
                            description = "The version of the definition",
                            schema = @Schema(type = "string", example = "\"1-0\"")),
            content =
                    @Content(
                            schema = @Schema(implementation = PipelineView.class),
                            examples = @ExampleObject(Examples.PIPELINE)))
    @ApiResponse(
            responseCode = "201",
            description = "It was created",
            headers = {
                @Header(
                        name = "Location",
                        description = "Its address",
                        schema = @Schema(type = "string", example = "/api/v1/pipelines/my_quotes")),
                @Header(
                        name = "ETag",
                        description = "The version of the definition",
                        schema = @Schema(type = "string", example = "\"1-0\""))
            },
            content =
                    @Content(
                            schema = @Schema(implementation = PipelineView.class),
                            examples = @ExampleObject(Examples.PIPELINE)))
    @Fails({
        ProblemType.INCOMPATIBLE_CHANGE,
        ProblemType.STALE_VERSION,
        ProblemType.INVALID_DEFINITION,
        ProblemType.UNFINISHED
    })
    ResponseEntity<PipelineView> put(
            @Parameter(description = "The pipeline's name, the same as in the body.", example = "my_quotes")
                    @PathVariable
                    String name,
            @Parameter(
                            description =
                                    "The ETag of the version to replace, or `*` for any; without it the pipeline is"
                                            + " replaced or created.",
                            examples = {
                                @ExampleObject(name = "without", value = ""),
                                @ExampleObject(name = "this version", value = "\"\\\"1-0\\\"\""),
                                @ExampleObject(name = "any version", value = "*")
                            })
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @Parameter(
                            description = "`*`: create, but do not replace.",
                            examples = {
                                @ExampleObject(name = "without", value = ""),
                                @ExampleObject(name = "create only", value = "*")
                            })
                    @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false)
                    @Nullable
                    String ifNoneMatch,
            @RequestBody byte[] body) {
        PipelineDefinition definition = reader.json(body);
        checkName(name, definition);
        Applied applied = service.apply(definition, new Precondition(ifMatch, ifNoneMatch));
        Pipeline pipeline = applied.pipeline();
        return applied.isNew()
                ? created(pipeline)
                : ResponseEntity.ok()
                        .eTag(pipeline.etag())
                        .body(views.pipeline(pipeline).noticing(applied.notices()));
    }

    // Its only bodies are problems, so clients accept nothing but those.
    @DeleteMapping(path = "/{name}", produces = MediaType.ALL_VALUE)
    @Operation(
            operationId = "deletePipeline",
            summary = "Delete a pipeline",
            description = "Stops it after its micro-batch and forgets its positions and counters. With `purge` its dead"
                    + " letters go, too, and the table and the collection that Sluice made for it; of one that was there"
                    + " before, only the rows that the pipeline has appended itself, if they can be told. Nobody else's is"
                    + " touched. With `dryRun` nothing is changed, and the answer says what would be. It answers 503 while"
                    + " the micro-batch takes longer to finish than a request should wait; repeat it then.")
    @ApiResponse(responseCode = "204", description = "It is gone", content = @Content)
    @ApiResponse(
            responseCode = "200",
            description = "What would become of what it has stored; nothing was changed",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = RemovalView.class),
                            examples = @ExampleObject(Examples.REMOVAL)))
    @Fails({ProblemType.PIPELINE_NOT_FOUND, ProblemType.UNFINISHED, ProblemType.INCOMPATIBLE_CHANGE})
    ResponseEntity<RemovalView> delete(
            @Parameter(description = "The pipeline's name.", example = "my_quotes") @PathVariable String name,
            @Parameter(description = "Whether what it has stored goes, too.", example = "false")
                    @RequestParam(defaultValue = "false")
                    boolean purge,
            @Parameter(description = "Whether only to say what would be done.", example = "false")
                    @RequestParam(defaultValue = "false")
                    boolean dryRun) {
        if (dryRun) {
            return removals.look(name, purge ? Leaving.NOTHING : Leaving.BEHIND).answer();
        }
        service.delete(name, purge);
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<PipelineView> created(Pipeline pipeline) {
        return ResponseEntity.created(URI.create(PATH + "/" + pipeline.name()))
                .eTag(pipeline.etag())
                .body(views.pipeline(pipeline));
    }

    private static void checkName(String path, PipelineDefinition definition) {
        if (definition.name() != null && !definition.name().equals(path)) {
            throw new ProblemException(
                    ProblemType.INVALID_DEFINITION,
                    "The name in the body is not the one in the path. To rename a pipeline, create another.",
                    List.of(new FieldError("/name", "must be the name in the path")));
        }
    }
}
