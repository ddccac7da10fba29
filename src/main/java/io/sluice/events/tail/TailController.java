package io.sluice.events.tail;

import io.sluice.events.Streams;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.preview.PreviewedRecord.Outcome;
import io.sluice.web.Caller;
import io.sluice.web.Fails;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.sluice.web.exchange.LiveAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The records of a pipeline as they pass, over REST. */
@RestController
@EnableConfigurationProperties(TailSettings.class)
@Fails({
    ProblemType.PIPELINE_NOT_FOUND,
    ProblemType.PLATFORM_UNAVAILABLE,
    ProblemType.STANDBY,
    ProblemType.TOO_MANY_REQUESTS
})
class TailController {

    private final PipelineRegistry registry;
    private final Streams streams;
    private final TailSources sources;
    private final TailSettings settings;
    private final Semaphore places;

    TailController(PipelineRegistry registry, Streams streams, TailSources sources, TailSettings settings) {
        this.registry = registry;
        this.streams = streams;
        this.sources = sources;
        this.settings = settings;
        this.places = new Semaphore(settings.maxTails());
    }

    @GetMapping(path = "/api/v1/pipelines/{name}/tail", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void tailPipeline(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable List<String> only,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Pipeline pipeline = registry.require(name);
        Set<Outcome> outcomes = outcomes(only);
        if (!places.tryAcquire()) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS,
                    "There are " + settings.maxTails() + " tails open, which is the most (sluice.tail.max-tails). Close"
                            + " one, or repeat the request later.");
        }
        boolean begun = false;
        try {
            TailQueue queue = new TailQueue(places::release);
            LiveAnswer answer = streams.open(request, response, queue);
            if (answer != null) {
                begun = true;
                new Tail(
                                pipeline,
                                outcomes,
                                settings.recordsPerSecond(),
                                Caller.seesMasked(request),
                                sources,
                                queue,
                                answer)
                        .start();
            }
        } finally {
            if (!begun) {
                places.release();
            }
        }
    }

    private static Set<Outcome> outcomes(@Nullable List<String> only) {
        if (only == null || only.isEmpty()) {
            return EnumSet.allOf(Outcome.class);
        }
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        for (String each : only) {
            try {
                outcomes.add(Outcome.valueOf(each.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw ProblemException.invalidParameter("The value of 'only' is '" + Limits.echo(each)
                        + "', which is none of stored, filtered, rejected. Separate several with commas.");
            }
        }
        return outcomes;
    }
}
