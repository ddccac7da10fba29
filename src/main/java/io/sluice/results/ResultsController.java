package io.sluice.results;

import io.sluice.pipeline.PipelineDirectory;
import io.sluice.pipeline.PipelineDirectory.StoredPipeline;
import io.sluice.results.query.PageParameters;
import io.sluice.results.query.ResultQuery;
import io.sluice.results.query.StoreReader;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.web.Fails;
import io.sluice.web.LargeAnswer;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The rows that a pipeline stored, from every store and in the same form. */
@RestController
@RequestMapping(path = "/api/v1/pipelines/{name}/results/{store}", produces = MediaType.APPLICATION_JSON_VALUE)
@Fails({
    ProblemType.NOT_FOUND,
    ProblemType.PIPELINE_NOT_FOUND,
    ProblemType.SINK_NOT_FOUND,
    ProblemType.PLATFORM_UNAVAILABLE,
    ProblemType.QUERY_TIMEOUT,
    ProblemType.STANDBY
})
class ResultsController {

    private final PipelineDirectory pipelines;
    private final List<StoreReader> readers;
    private final Whereabouts whereabouts;

    ResultsController(PipelineDirectory pipelines, List<StoreReader> readers, Whereabouts whereabouts) {
        this.pipelines = pipelines;
        this.readers = readers;
        this.whereabouts = whereabouts;
    }

    @LargeAnswer("{store}")
    @GetMapping
    @PageParameters
    @ResultsApi.ListParameters
    ResultPage listResults(
            @PathVariable String name,
            @PathVariable String store,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters) {
        StoreReader reader = reader(store);
        StoreReader.Source source = source(reader, pipelines.get(name));
        ResultQuery query = ResultQuery.parse(parameters, reader.columns(source.output()));
        return ResultPage.of(query.paging(), reader.page(source, query));
    }

    @LargeAnswer("{store}")
    @GetMapping("/{topic}/{partition}/{offset}")
    @Fails(ProblemType.RECORD_NOT_FOUND)
    Map<String, @Nullable Object> getResult(
            @PathVariable String name,
            @PathVariable String store,
            @PathVariable String topic,
            @PathVariable int partition,
            @PathVariable long offset,
            @RequestParam(required = false) @Nullable Integer ordinal) {
        StoreReader reader = reader(store);
        StoredPipeline pipeline = pipelines.get(name);
        StoreReader.Source source = source(reader, pipeline);
        StoreReader.RowPosition position = new StoreReader.RowPosition(topic, partition, offset, ordinal);
        return reader.find(source, position)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.RECORD_NOT_FOUND, whereabouts.of(pipeline, source.sink(), position)));
    }

    private StoreReader reader(String store) {
        return readers.stream()
                .filter(reader -> reader.store().label().equals(store))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND,
                        "There is no store '" + Limits.echo(store) + "'; the stores are "
                                + readers.stream()
                                        .map(reader -> reader.store().label())
                                        .toList()));
    }

    private static StoreReader.Source source(StoreReader reader, StoredPipeline pipeline) {
        SinkSpec sink = pipeline.sinks().stream()
                .filter(each -> each.type().equals(reader.store()))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemType.SINK_NOT_FOUND,
                        "Pipeline '" + pipeline.name() + "' has no "
                                + reader.store().label() + " sink; its sinks are "
                                + pipeline.sinks().stream()
                                        .map(each -> each.type().label())
                                        .toList()));
        return new StoreReader.Source(sink, pipeline.output());
    }
}
