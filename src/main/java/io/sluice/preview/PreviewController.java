package io.sluice.preview;

import io.sluice.pipeline.catalogue.Definitions;
import io.sluice.pipeline.definition.DefinitionReader;
import io.sluice.pipeline.definition.PipelineDefinition;
import io.sluice.stream.store.Stores;
import io.sluice.web.Caller;
import io.sluice.web.Fails;
import io.sluice.web.Limits;
import io.sluice.web.MaxBody;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemException.FieldError;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tries a definition on some records, a few callers at a time. */
@RestController
@RequestMapping(path = "/api/v1/pipelines", produces = MediaType.APPLICATION_JSON_VALUE)
class PreviewController {

    private static final int AT_ONCE = 2;

    private final Previews previews;
    private final DefinitionReader reader;

    /** A place is held until the last expression has come to its end, though nobody waits for it any more. */
    private final Semaphore places = new Semaphore(AT_ONCE);

    PreviewController(Previews previews, Definitions definitions, Stores stores) {
        this.previews = previews;
        this.reader = new DefinitionReader(stores, definitions::known);
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
        PipelineDefinition definition = definition(order);
        if (!places.tryAcquire()) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS,
                    AT_ONCE + " previews are being made at the moment, and no more at once. Repeat the request later.");
        }
        return Attended.run(Caller.of(request), "preview", () -> previews.preview(definition, sample, places::release));
    }

    private PipelineDefinition definition(PreviewOrder order) {
        try {
            return reader.json(
                    Objects.requireNonNull(order.definition()).toString().getBytes(StandardCharsets.UTF_8));
        } catch (ProblemException e) {
            throw new ProblemException(
                    e.type(),
                    String.valueOf(e.getMessage()),
                    e.errors().stream()
                            .map(fault -> new FieldError("/definition" + fault.pointer(), fault.message()))
                            .toList());
        }
    }
}
