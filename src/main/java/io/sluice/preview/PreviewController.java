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
import io.sluice.web.ProblemType;
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
        JsonNode draft = Objects.requireNonNull(order.definition());
        PipelineDefinition definition = reader.within("/definition", draft, sample.isOfTopics());
        return gate.run(Caller.of(request), "preview", place -> previews.preview(definition, sample, place));
    }
}
