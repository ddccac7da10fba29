package io.sluice.pipeline.letters;

import io.sluice.pipeline.catalogue.Definitions;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.definition.DefinitionReader;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.store.Stores;
import io.sluice.web.Fails;
import io.sluice.web.LargeAnswer;
import io.sluice.web.Limits;
import io.sluice.web.MaxBody;
import io.sluice.web.ProblemType;
import java.nio.charset.StandardCharsets;
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
    private final List<Stage> stages;

    TrialController(
            PipelineRegistry registry, DefinitionReader reader, Definitions definitions, Trials trials, Stores stores) {
        this.registry = registry;
        this.reader = reader;
        this.definitions = definitions;
        this.trials = trials;
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
    TrialView tryDeadLetters(@PathVariable String name, @RequestBody(required = false) @Nullable TrialOrder given)
            throws InterruptedException {
        Pipeline pipeline = registry.require(name);
        TrialOrder order = given == null ? TrialOrder.ALL : given;
        ReplayOrder.Checked letters = order.letters().checked(stages, "");
        FlowSpec spec = pipeline.current().spec();
        JsonNode other = order.definition();
        if (other != null && !other.isNull()) {
            Definitions.Verdict verdict =
                    definitions.examine(reader.json(other.toString().getBytes(StandardCharsets.UTF_8)));
            if (!verdict.faults().isEmpty() || verdict.spec().isEmpty()) {
                return TrialView.faults(verdict.faults());
            }
            spec = verdict.spec().get();
        }
        return trials.run(pipeline.name(), spec, letters);
    }
}
