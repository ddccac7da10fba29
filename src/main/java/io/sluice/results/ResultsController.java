package io.sluice.results;

import io.sluice.pipeline.PipelineDirectory;
import io.sluice.pipeline.PipelineDirectory.StoredPipeline;
import io.sluice.results.mongo.MongoRows;
import io.sluice.results.postgres.PostgresRows;
import io.sluice.results.query.ResultQuery;
import io.sluice.results.query.StoredRows;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.StoreType;
import io.sluice.web.ApiTags;
import io.sluice.web.Fails;
import io.sluice.web.LargeAnswer;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The rows that a pipeline stored, from either store and in the same form. */
@RestController
@RequestMapping(path = "/api/v1/pipelines/{name}/results", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = ApiTags.RESULTS)
@Fails({
    ProblemType.PIPELINE_NOT_FOUND,
    ProblemType.SINK_NOT_FOUND,
    ProblemType.PLATFORM_UNAVAILABLE,
    ProblemType.QUERY_TIMEOUT,
    ProblemType.STANDBY
})
class ResultsController {

    private final PipelineDirectory pipelines;
    private final StoredRows postgres;
    private final StoredRows mongo;
    private final Whereabouts whereabouts;

    ResultsController(PipelineDirectory pipelines, PostgresRows postgres, MongoRows mongo, Whereabouts whereabouts) {
        this.pipelines = pipelines;
        this.postgres = postgres;
        this.mongo = mongo;
        this.whereabouts = whereabouts;
    }

    @LargeAnswer(LargeAnswer.Source.POSTGRES)
    @GetMapping("/postgres")
    @Operation(
            operationId = "listPostgresResults",
            summary = "List the rows in Postgres",
            description = ResultsApi.LIST + " In Postgres there is also _ingested_at.")
    @ResultsApi.PageParameters
    @ResultsApi.ListParameters
    @ApiResponse(
            responseCode = "200",
            description = "A page of rows; empty if the pipeline has not stored anything yet",
            content =
                    @Content(
                            schema = @Schema(implementation = ResultPage.class),
                            examples = @ExampleObject(ResultsApi.POSTGRES_PAGE)))
    ResultPage postgresRows(
            @ResultsApi.PipelineName @PathVariable String name,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters) {
        return page(postgres, name, parameters);
    }

    @LargeAnswer(LargeAnswer.Source.MONGO)
    @GetMapping("/mongo")
    @Operation(
            operationId = "listMongoResults",
            summary = "List the documents in Mongo",
            description = ResultsApi.LIST + " In Mongo there is also _timestamp, the record's own time. Times have"
                    + " milliseconds there.")
    @ResultsApi.PageParameters
    @ResultsApi.ListParameters
    @ApiResponse(
            responseCode = "200",
            description = "A page of documents; empty if the pipeline has not stored anything yet",
            content =
                    @Content(
                            schema = @Schema(implementation = ResultPage.class),
                            examples = @ExampleObject(ResultsApi.MONGO_PAGE)))
    ResultPage mongoDocuments(
            @ResultsApi.PipelineName @PathVariable String name,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters) {
        return page(mongo, name, parameters);
    }

    @LargeAnswer(LargeAnswer.Source.POSTGRES)
    @GetMapping("/postgres/{topic}/{partition}/{offset}")
    @Operation(
            operationId = "getPostgresResult",
            summary = "Get the row of a source position from Postgres",
            description = ResultsApi.FIND)
    @Fails({
        ProblemType.PIPELINE_NOT_FOUND,
        ProblemType.SINK_NOT_FOUND,
        ProblemType.RECORD_NOT_FOUND,
        ProblemType.PLATFORM_UNAVAILABLE,
        ProblemType.QUERY_TIMEOUT,
        ProblemType.STANDBY
    })
    @ApiResponse(
            responseCode = "200",
            description = "The row",
            content =
                    @Content(
                            schema = @Schema(implementation = ResultRow.class),
                            examples = @ExampleObject(ResultsApi.POSTGRES_ITEM)))
    Map<String, @Nullable Object> postgresRow(
            @ResultsApi.PipelineName @PathVariable String name,
            @ResultsApi.Topic @PathVariable String topic,
            @ResultsApi.Partition @PathVariable int partition,
            @ResultsApi.Offset @PathVariable long offset,
            @ResultsApi.Ordinal @RequestParam(required = false) @Nullable Integer ordinal) {
        return find(postgres, name, new StoredRows.Position(topic, partition, offset, ordinal));
    }

    @LargeAnswer(LargeAnswer.Source.MONGO)
    @GetMapping("/mongo/{topic}/{partition}/{offset}")
    @Operation(
            operationId = "getMongoResult",
            summary = "Get the document of a source position from Mongo",
            description = ResultsApi.FIND)
    @Fails({
        ProblemType.PIPELINE_NOT_FOUND,
        ProblemType.SINK_NOT_FOUND,
        ProblemType.RECORD_NOT_FOUND,
        ProblemType.PLATFORM_UNAVAILABLE,
        ProblemType.QUERY_TIMEOUT,
        ProblemType.STANDBY
    })
    @ApiResponse(
            responseCode = "200",
            description = "The document",
            content =
                    @Content(
                            schema = @Schema(implementation = ResultRow.class),
                            examples = @ExampleObject(ResultsApi.MONGO_ITEM)))
    Map<String, @Nullable Object> mongoDocument(
            @ResultsApi.PipelineName @PathVariable String name,
            @ResultsApi.Topic @PathVariable String topic,
            @ResultsApi.Partition @PathVariable int partition,
            @ResultsApi.Offset @PathVariable long offset,
            @ResultsApi.Ordinal @RequestParam(required = false) @Nullable Integer ordinal) {
        return find(mongo, name, new StoredRows.Position(topic, partition, offset, ordinal));
    }

    private ResultPage page(StoredRows rows, String name, MultiValueMap<String, String> parameters) {
        StoredRows.Source source = source(rows.store(), name);
        ResultQuery query = ResultQuery.parse(parameters, rows.columns(source.output()));
        return ResultPage.of(query.paging(), rows.page(source, query));
    }

    private Map<String, @Nullable Object> find(StoredRows rows, String name, StoredRows.Position position) {
        StoredRows.Source source = source(rows.store(), name);
        return rows.find(source, position)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.RECORD_NOT_FOUND, whereabouts.of(pipelines.get(name), source.sink(), position)));
    }

    private StoredRows.Source source(StoreType type, String name) {
        StoredPipeline pipeline = pipelines.get(name);
        SinkSpec sink = pipeline.sinks().stream()
                .filter(s -> s.type() == type)
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemType.SINK_NOT_FOUND,
                        "Pipeline '" + name + "' has no " + type.label() + " sink; its sinks are "
                                + pipeline.sinks().stream()
                                        .map(s -> s.type().label())
                                        .toList()));
        return new StoredRows.Source(sink, pipeline.output());
    }
}
