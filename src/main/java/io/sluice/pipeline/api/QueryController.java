package io.sluice.pipeline.api;

import io.sluice.engine.LiveQueries;
import io.sluice.engine.RunningFlow;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.catalogue.PipelineService;
import io.sluice.web.ApiTags;
import io.sluice.web.Fails;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Shows the streaming queries behind the pipelines. */
@RestController
@RequestMapping(path = "/api/v1/queries", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = ApiTags.QUERIES)
class QueryController {

    private final LiveQueries live;
    private final PipelineRegistry registry;
    private final PipelineService service;
    private final Views views;
    private final JsonMapper json;

    QueryController(
            LiveQueries live, PipelineRegistry registry, PipelineService service, Views views, JsonMapper json) {
        this.live = live;
        this.registry = registry;
        this.service = service;
        this.views = views;
        this.json = json;
    }

    @GetMapping
    @Operation(
            operationId = "listQueries",
            summary = "List live queries",
            description = "The streaming queries that are alive, as Spark sees them.")
    @ApiResponse(
            responseCode = "200",
            description = "The queries",
            content =
                    @Content(
                            array = @ArraySchema(schema = @Schema(implementation = QueryView.class)),
                            examples = @ExampleObject("[" + Examples.QUERY + "]")))
    List<QueryView> list() {
        return live.queries().stream().map(query -> QueryView.of(query, json)).toList();
    }

    @GetMapping("/{id}")
    @Operation(
            operationId = "getQuery",
            summary = "Get a live query",
            description = "With Spark's last progress report and the plan of the last micro-batch.")
    @ApiResponse(
            responseCode = "200",
            description = "The query",
            content =
                    @Content(
                            schema = @Schema(implementation = QueryView.class),
                            examples = @ExampleObject(Examples.QUERY)))
    @Fails(ProblemType.QUERY_NOT_FOUND)
    QueryView get(
            @Parameter(
                            description =
                                    "The query's id, as the list of live queries and the status of its pipeline tell it.",
                            example = "0f4e4f8c-4a1b-4c58-8f0a-6a3b1c9e2d11")
                    @PathVariable
                    UUID id) {
        return live.query(id).map(query -> QueryView.of(query, json)).orElseThrow(QueryController::notFound);
    }

    @PostMapping("/{id}/stop")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "stopQuery",
            summary = "Stop a query",
            description = "Stops the pipeline that it belongs to, as stopping the pipeline does.")
    @ApiResponse(
            responseCode = "202",
            description = "The order is taken; the pipeline's status as it is now",
            content =
                    @Content(
                            schema = @Schema(implementation = PipelineStatus.class),
                            examples = @ExampleObject(Examples.STATUS)))
    @Fails({ProblemType.QUERY_NOT_FOUND, ProblemType.PLATFORM_UNAVAILABLE, ProblemType.STANDBY})
    PipelineStatus stop(
            @Parameter(
                            description =
                                    "The query's id, as the list of live queries and the status of its pipeline tell it.",
                            example = "0f4e4f8c-4a1b-4c58-8f0a-6a3b1c9e2d11")
                    @PathVariable
                    UUID id) {
        Pipeline owner = registry.all().stream()
                .filter(pipeline -> runs(pipeline, id))
                .findFirst()
                .orElseThrow(QueryController::notFound);
        return views.status(service.stop(owner.name()));
    }

    private static boolean runs(Pipeline pipeline, UUID id) {
        RunningFlow flow = pipeline.condition().flow();
        return flow != null && flow.queryId().equals(id);
    }

    private static ProblemException notFound() {
        return new ProblemException(
                ProblemType.QUERY_NOT_FOUND, "No such query is alive. GET /api/v1/queries lists those that are.");
    }
}
