package io.sluice.preview;

import io.sluice.pipeline.catalogue.Definitions;
import io.sluice.pipeline.definition.DefinitionReader;
import io.sluice.pipeline.definition.PipelineDefinition;
import io.sluice.stream.store.Stores;
import io.sluice.web.Attended;
import io.sluice.web.Caller;
import io.sluice.web.Fails;
import io.sluice.web.Limits;
import io.sluice.web.MaxBody;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.sluice.web.Scope;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Tries a definition on some records, a few callers at a time. */
@RestController
@RequestMapping(path = "/api/v1/pipelines", produces = MediaType.APPLICATION_JSON_VALUE)
class PreviewController {

    private final Previews previews;
    private final DefinitionReader reader;

    private final Attended gate;

    PreviewController(Previews previews, Definitions definitions, Stores stores, Attended gate) {
        this.previews = previews;
        this.gate = gate;
        this.reader = new DefinitionReader(stores, definitions::knownOfDraft);
    }

    @MaxBody(Limits.PREVIEW_BYTES)
    @PostMapping(path = "/preview", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Fails({
        ProblemType.PIPELINE_NOT_FOUND,
        ProblemType.PLATFORM_UNAVAILABLE,
        ProblemType.PLATFORM_REFUSES,
        ProblemType.STANDBY,
        ProblemType.TOO_MANY_REQUESTS
    })
    PreviewView previewPipeline(@RequestBody PreviewOrder order, @Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        PreviewOrder.Sample sample = order.checked();
        require(Scope.of(request), sample);
        JsonNode draft = Objects.requireNonNull(order.definition());
        PipelineDefinition definition = reader.within("/definition", draft, sample.isOfTopics());
        boolean seesMasked = Caller.seesMasked(request);
        return gate.run(
                Caller.of(request),
                Caller.visitor(request),
                "preview",
                place -> previews.preview(definition, sample, place, seesMasked));
    }

    /** Whoever sees some pipelines only sees their dead letters only, and no topic. */
    private static void require(Scope scope, PreviewOrder.Sample sample) {
        if (sample.isOfTopics() && !scope.isAll()) {
            throw new ProblemException(
                    ProblemType.NOT_ALLOWED,
                    "You see some pipelines only, and not what is in topics. Give records or a pipeline's dead letters as"
                            + " the sample.");
        }
        if (sample.deadLetters() != null && !scope.covers(sample.deadLetters())) {
            throw ProblemException.noPipeline();
        }
    }
}
