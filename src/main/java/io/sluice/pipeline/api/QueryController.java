package io.sluice.pipeline.api;

import io.sluice.engine.LiveQueries;
import io.sluice.engine.RunningFlow;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.catalogue.PipelineService;
import io.sluice.web.Fails;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.sluice.web.Scope;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
    List<QueryView> listQueries(@Parameter(hidden = true) HttpServletRequest request) {
        Scope scope = Scope.of(request);
        return live.queries().stream()
                .filter(query -> isSeen(scope, query.name()))
                .map(query -> QueryView.of(query, json))
                .toList();
    }

    @GetMapping("/{id}")
    @Fails(ProblemType.QUERY_NOT_FOUND)
    QueryView getQuery(@PathVariable UUID id, @Parameter(hidden = true) HttpServletRequest request) {
        Scope scope = Scope.of(request);
        return live.query(id)
                .filter(query -> isSeen(scope, query.name()))
                .map(query -> QueryView.of(query, json))
                .orElseThrow(QueryController::notFound);
    }

    @PostMapping("/{id}/stop")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Fails({ProblemType.QUERY_NOT_FOUND, ProblemType.PLATFORM_UNAVAILABLE, ProblemType.STANDBY})
    PipelineStatus stopQuery(@PathVariable UUID id, @Parameter(hidden = true) HttpServletRequest request) {
        Scope scope = Scope.of(request);
        Pipeline owner = registry.all().stream()
                .filter(pipeline -> isSeen(scope, pipeline.name()))
                .filter(pipeline -> runs(pipeline, id))
                .findFirst()
                .orElseThrow(QueryController::notFound);
        return views.status(service.stop(owner.name()));
    }

    /** A query has its pipeline's name. */
    private static boolean isSeen(Scope scope, @Nullable String name) {
        return scope.isAll() || name != null && scope.covers(name);
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
