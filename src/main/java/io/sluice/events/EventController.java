package io.sluice.events;

import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.web.Fails;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.sluice.web.Scope;
import io.sluice.web.exchange.LiveAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Events over REST. */
@RestController
@Fails({ProblemType.PIPELINE_NOT_FOUND, ProblemType.TOO_MANY_REQUESTS})
class EventController {

    private final EventIds ids;
    private final History history;
    private final Overview overview;
    private final EventFeed feed;
    private final Streams streams;
    private final PipelineRegistry registry;

    EventController(
            EventIds ids,
            History history,
            Overview overview,
            EventFeed feed,
            Streams streams,
            PipelineRegistry registry) {
        this.ids = ids;
        this.history = history;
        this.overview = overview;
        this.feed = feed;
        this.streams = streams;
        this.registry = registry;
    }

    @GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void getEvents(
            @RequestParam(required = false) @Nullable List<String> pipeline,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Set<String> names = pipeline == null ? Set.of() : Set.copyOf(pipeline);
        Scope scope = Scope.of(request);
        if (!names.stream().allMatch(scope::covers)) {
            throw ProblemException.noPipeline();
        }
        if (registry.isOpen()) {
            // While they are not known, a name may turn out to be right.
            names.forEach(registry::require);
        }
        EventStream stream = new EventStream(
                ids,
                history,
                overview,
                name -> scope.covers(name) && (names.isEmpty() || names.contains(name)),
                lastEventId);
        LiveAnswer reader = streams.open(request, response, stream);
        if (reader != null) {
            feed.arrive(reader, stream);
        }
    }
}
