package io.sluice.pipeline.letters;

import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.catalogue.PipelineStore;
import io.sluice.web.Fails;
import io.sluice.web.Limits;
import io.sluice.web.MaxBody;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Gives rejected records another chance, or forgets them. */
@RestController
@RequestMapping(path = ReplayController.PATH + "/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
@Fails({ProblemType.PIPELINE_NOT_FOUND, ProblemType.PLATFORM_UNAVAILABLE, ProblemType.STANDBY})
class ReplayController {

    static final String PATH = "/api/v1/pipelines";

    private final PipelineRegistry registry;
    private final PipelineStore store;
    private final Replays replays;

    ReplayController(PipelineRegistry registry, PipelineStore store, Replays replays) {
        this.registry = registry;
        this.store = store;
        this.replays = replays;
    }

    /** Where to ask how far a replay is. */
    static String address(String pipeline, ReplayRun run) {
        return PATH + "/" + pipeline + "/replays/" + run.id();
    }

    @MaxBody(Limits.POSITIONS_BYTES)
    @PostMapping("/dead-letters/replay")
    @Fails({ProblemType.WRONG_STATE, ProblemType.INVALID_OFFSETS})
    ResponseEntity<ReplayView> replayDeadLetters(
            @PathVariable String name, @RequestBody(required = false) @Nullable ReplayOrder order) {
        Pipeline pipeline = registry.require(name);
        ReplayRun run = replays.order(pipeline, order == null ? null : order.chosen());
        return ResponseEntity.accepted()
                .location(URI.create(address(name, run)))
                .body(run.view());
    }

    @DeleteMapping(path = "/dead-letters", produces = MediaType.ALL_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Fails(ProblemType.WRONG_STATE)
    void deleteDeadLetters(@PathVariable String name) {
        Pipeline pipeline = registry.require(name);
        replays.without(pipeline, () -> store.deleteDeadLetters(pipeline.name()));
    }

    @GetMapping("/replays")
    ReplayView.Page listReplays(@PathVariable String name) {
        return new ReplayView.Page(replays.of(registry.require(name)).newestFirst().stream()
                .map(ReplayRun::view)
                .toList());
    }

    @GetMapping("/replays/{id}")
    @Fails(ProblemType.REPLAY_NOT_FOUND)
    ReplayView getReplay(@PathVariable String name, @PathVariable UUID id) {
        return replays.of(registry.require(name))
                .find(id)
                .map(ReplayRun::view)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.REPLAY_NOT_FOUND,
                        "There is no such replay of pipeline '" + name + "'. The last " + ReplayHistory.MOST
                                + " are kept, until the application ends: GET " + PATH + "/" + name
                                + "/replays lists them. What an older one stored is stored, and counts in the"
                                + " pipeline's status."));
    }
}
