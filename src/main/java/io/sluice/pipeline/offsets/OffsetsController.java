package io.sluice.pipeline.offsets;

import io.sluice.engine.FlowTargets.Leaving;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.catalogue.RemovalView;
import io.sluice.pipeline.catalogue.Removals;
import io.sluice.web.Fails;
import io.sluice.web.Limits;
import io.sluice.web.MaxBody;
import io.sluice.web.ProblemType;
import jakarta.validation.constraints.Pattern;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows and sets where a pipeline reads next. */
@RestController
@RequestMapping(path = "/api/v1/pipelines/{name}/offsets", produces = MediaType.APPLICATION_JSON_VALUE)
@Fails({ProblemType.PIPELINE_NOT_FOUND, ProblemType.PLATFORM_UNAVAILABLE, ProblemType.STANDBY})
class OffsetsController {

    private final PipelineRegistry registry;
    private final OffsetChanges changes;
    private final Removals removals;

    OffsetsController(PipelineRegistry registry, OffsetChanges changes, Removals removals) {
        this.registry = registry;
        this.changes = changes;
        this.removals = removals;
    }

    @GetMapping
    OffsetsView getPipelineOffsets(@PathVariable String name) {
        return OffsetsView.of(changes.positions(registry.require(name)));
    }

    @MaxBody(Limits.POSITIONS_BYTES)
    @PatchMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Fails({ProblemType.WRONG_STATE, ProblemType.INCOMPATIBLE_CHANGE, ProblemType.INVALID_OFFSETS})
    OffsetsView alterPipelineOffsets(@PathVariable String name, @RequestBody OffsetsOrder order) {
        Pipeline pipeline = registry.require(name);
        boolean setBack = changes.alter(name, order.positions());
        return OffsetsView.of(changes.positions(pipeline)).noticing(setBack);
    }

    // Its only bodies are problems, so clients accept nothing but those.
    @DeleteMapping(produces = MediaType.ALL_VALUE)
    @Fails({ProblemType.WRONG_STATE, ProblemType.INCOMPATIBLE_CHANGE})
    ResponseEntity<RemovalView> resetPipelineOffsets(
            @PathVariable String name,
            @RequestParam(defaultValue = "keep") @Pattern(regexp = "keep|remove", message = "must be keep or remove")
                    String rows,
            @RequestParam(defaultValue = "false") boolean dryRun) {
        boolean keep = rows.equals("keep");
        if (dryRun) {
            return removals.look(name, keep ? Leaving.ASIDE : Leaving.NOTHING).answer();
        }
        changes.reset(name, keep);
        return ResponseEntity.noContent().build();
    }
}
