package io.sluice.pipeline.letters;

import io.sluice.pipeline.catalogue.Definitions;
import io.sluice.pipeline.catalogue.Masking;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.definition.DefinitionReader;
import io.sluice.pipeline.definition.PipelineDefinition;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.format.RecordMask;
import io.sluice.stream.store.Stores;
import io.sluice.web.Attended;
import io.sluice.web.Caller;
import io.sluice.web.Fails;
import io.sluice.web.LargeAnswer;
import io.sluice.web.Limits;
import io.sluice.web.MaxBody;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Says what would become of rejected records, and writes nothing. */
@RestController
class TrialController {

    private final PipelineRegistry registry;
    private final DefinitionReader reader;
    private final Definitions definitions;
    private final Trials trials;
    private final Attended gate;
    private final Masking masking;
    private final List<Stage> stages;

    TrialController(
            PipelineRegistry registry,
            Definitions definitions,
            Trials trials,
            Attended gate,
            Masking masking,
            Stores stores) {
        this.masking = masking;
        this.registry = registry;
        this.reader = new DefinitionReader(stores, definitions::knownOfDraft);
        this.definitions = definitions;
        this.trials = trials;
        this.gate = gate;
        this.stages = stores.stages();
    }

    @LargeAnswer("ledger")
    @MaxBody(Limits.POSITIONS_BYTES)
    @PostMapping(path = ReplayController.PATH + "/{name}/dead-letters/try", produces = MediaType.APPLICATION_JSON_VALUE)
    @Fails({
        ProblemType.PIPELINE_NOT_FOUND,
        ProblemType.PLATFORM_UNAVAILABLE,
        ProblemType.QUERY_TIMEOUT,
        ProblemType.STANDBY,
        ProblemType.INVALID_OFFSETS,
        ProblemType.TOO_MANY_REQUESTS
    })
    TrialView tryDeadLetters(
            @PathVariable String name,
            @RequestBody(required = false) @Nullable TrialOrder given,
            @Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        Pipeline pipeline = registry.require(name);
        TrialOrder order = given == null ? TrialOrder.ALL : given;
        boolean seesMasked = Caller.seesMasked(request);
        RecordMask hidden = masking.ofPipeline(name, seesMasked);
        ReplayOrder.Checked letters = order.letters().checked(stages, "", hidden);
        JsonNode draft = order.definition();
        PipelineDefinition other = draft == null || draft.isNull() ? null : reader.within("/definition", draft, false);
        return gate.run(Caller.of(request), Caller.visitor(request), "trial", place -> {
            if (other == null) {
                return trials.run(pipeline.name(), pipeline.current().spec(), letters, hidden, place);
            }
            Definitions.Verdict verdict = definitions.examineDraft(other);
            if (!verdict.faults().isEmpty() || verdict.spec().isEmpty()) {
                return TrialView.faults(verdict.faults());
            }
            FlowSpec spec = verdict.spec().get();
            return trials.run(pipeline.name(), spec, letters, hidden.with(masking.of(spec, seesMasked)), place);
        });
    }
}
