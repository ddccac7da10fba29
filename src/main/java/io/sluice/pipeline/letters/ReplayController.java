package io.sluice.pipeline.letters;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.access.audit.AuditLog;
import io.sluice.access.audit.Change;
import io.sluice.pipeline.catalogue.Masking;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.catalogue.PipelineStore;
import io.sluice.pipeline.letters.ReplayOrder.Checked;
import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.letters.DeadLetters;
import io.sluice.stream.store.Stores;
import io.sluice.web.Caller;
import io.sluice.web.Fails;
import io.sluice.web.Limits;
import io.sluice.web.MaxBody;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
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
    private final Masking masking;
    private final List<Stage> stages;

    ReplayController(PipelineRegistry registry, PipelineStore store, Replays replays, Masking masking, Stores stores) {
        this.masking = masking;
        this.registry = registry;
        this.store = store;
        this.replays = replays;
        this.stages = stores.stages();
    }

    /** Where to ask how far a replay is. */
    static String address(String pipeline, ReplayRun run) {
        return PATH + "/" + pipeline + "/replays/" + run.id();
    }

    @MaxBody(Limits.POSITIONS_BYTES)
    @PostMapping("/dead-letters/replay")
    @Fails({ProblemType.WRONG_STATE, ProblemType.INVALID_OFFSETS})
    ResponseEntity<?> replayDeadLetters(
            @PathVariable String name,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestBody(required = false) @Nullable ReplayOrder order,
            @Parameter(hidden = true) HttpServletRequest request) {
        Pipeline pipeline = registry.require(name);
        Checked checked = (order == null ? ReplayOrder.ALL : order)
                .checked(stages, Caller.name(request), masking.ofPipeline(name, Caller.seesMasked(request)));
        if (dryRun) {
            return ResponseEntity.ok(Matches.of(replays.matched(pipeline, checked.selection())));
        }
        ReplayRun run = replays.order(pipeline, checked);
        return ResponseEntity.accepted()
                .location(URI.create(address(name, run)))
                .body(run.view());
    }

    @DeleteMapping(path = "/dead-letters", produces = MediaType.ALL_VALUE)
    @FilterParameters
    @Fails(ProblemType.WRONG_STATE)
    ResponseEntity<Matches> deleteDeadLetters(
            @PathVariable String name,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters) {
        Pipeline pipeline = registry.require(name);
        LetterSelection selection = LetterFilter.of(parameters).selection(stages);
        if (dryRun) {
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Matches.of(replays.matched(pipeline, selection)));
        }
        replays.without(
                pipeline,
                () -> store.holdingLease(connection -> {
                    AuditLog.write(connection, Change.of("deleteDeadLetters", pipeline.name(), null, null));
                    return DeadLetters.delete(connection, pipeline.name(), selection);
                }));
        return ResponseEntity.noContent().build();
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

    /**
     * How many dead letters an order would take.
     *
     * @param matched null if they are too many to count in some seconds
     */
    @Schema(name = "MatchedLetters")
    record Matches(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long matched) {

        static Matches of(OptionalLong count) {
            return new Matches(count.isEmpty() ? null : count.getAsLong());
        }
    }
}
