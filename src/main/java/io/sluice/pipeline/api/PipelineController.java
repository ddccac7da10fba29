package io.sluice.pipeline.api;

import io.sluice.engine.FlowTargets.Leaving;
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
import io.sluice.stream.store.Stores;
import io.sluice.web.Caller;
import io.sluice.web.Fails;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemException.FieldError;
import io.sluice.web.ProblemType;
import io.sluice.web.Scope;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
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
    PipelinePage listPipelines(
            @RequestParam(required = false) @Nullable PipelineState state,
            @RequestParam(defaultValue = "0") @Min(0) int page,
            @RequestParam(defaultValue = "50") @Min(1) @Max(1000) int size,
            @Parameter(hidden = true) HttpServletRequest request) {
        Scope scope = Scope.of(request);
        List<Pipeline> seen = registry.complete().stream()
                .filter(pipeline -> scope.covers(pipeline.name()))
                .toList();
        List<PipelinePage.Summary> all = views.summaries(seen).stream()
                .filter(summary -> state == null || summary.state() == state)
                .toList();
        return PipelinePage.of(all, page, size);
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @DefinitionBody
    @Fails({ProblemType.NAME_TAKEN, ProblemType.INVALID_DEFINITION})
    ResponseEntity<PipelineView> createPipeline(
            @RequestBody byte[] body, @Parameter(hidden = true) HttpServletRequest request) {
        PipelineDefinition definition = reader.json(body);
        if (definition.name() != null) {
            Scope.of(request).require(definition.name());
        }
        return created(service.create(definition, Caller.name(request)));
    }

    @PostMapping(path = "/validate", consumes = MediaType.APPLICATION_JSON_VALUE)
    @DefinitionBody
    ValidationView validatePipeline(@RequestBody byte[] body) {
        var verdict = definitions.examine(reader.json(body));
        return ValidationView.of(
                registry.withTaken(verdict), targets.look(verdict), topics.look(verdict), verdict, stores);
    }

    @GetMapping("/{name}")
    @Fails(ProblemType.PIPELINE_NOT_FOUND)
    PipelineView getPipeline(@PathVariable String name, @Parameter(hidden = true) HttpServletResponse response) {
        Pipeline pipeline = registry.require(name);
        // Not through ResponseEntity: Spring would then answer If-None-Match with 304, though the status has changed.
        response.setHeader(HttpHeaders.ETAG, pipeline.etag());
        return views.pipeline(pipeline);
    }

    @PutMapping(path = "/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @DefinitionBody
    @Fails({
        ProblemType.INCOMPATIBLE_CHANGE,
        ProblemType.STALE_VERSION,
        ProblemType.INVALID_DEFINITION,
        ProblemType.UNFINISHED
    })
    ResponseEntity<PipelineView> putPipeline(
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch,
            @RequestBody byte[] body,
            @Parameter(hidden = true) HttpServletRequest request) {
        PipelineDefinition definition = reader.json(body);
        checkName(name, definition);
        Applied applied = service.apply(definition, new Precondition(ifMatch, ifNoneMatch), Caller.name(request));
        Pipeline pipeline = applied.pipeline();
        return applied.isNew()
                ? created(pipeline)
                : ResponseEntity.ok()
                        .eTag(pipeline.etag())
                        .body(views.pipeline(pipeline).noticing(applied.notices()));
    }

    // Its only bodies are problems, so clients accept nothing but those.
    @DeleteMapping(path = "/{name}", produces = MediaType.ALL_VALUE)
    @Fails({ProblemType.PIPELINE_NOT_FOUND, ProblemType.UNFINISHED, ProblemType.INCOMPATIBLE_CHANGE})
    ResponseEntity<RemovalView> deletePipeline(
            @PathVariable String name,
            @RequestParam(defaultValue = "false") boolean purge,
            @RequestParam(defaultValue = "false") boolean dryRun) {
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
