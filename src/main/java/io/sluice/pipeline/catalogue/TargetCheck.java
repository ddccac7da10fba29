package io.sluice.pipeline.catalogue;

import io.sluice.engine.FlowRun;
import io.sluice.engine.FlowTargets;
import io.sluice.engine.FlowTargets.TargetFinding;
import io.sluice.stream.flow.Fault;
import io.sluice.stream.flow.FlowSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.springframework.stereotype.Component;

/** Looks at the tables and collections that a definition names, before anything is made or changed. Thread-safe. */
@Component
public class TargetCheck {

    /** An id that no pipeline has. */
    private static final long NOT_CREATED = -1;

    private final FlowTargets targets;
    private final PipelineRegistry registry;

    TargetCheck(FlowTargets targets, PipelineRegistry registry) {
        this.targets = targets;
        this.registry = registry;
    }

    /**
     * What was found.
     *
     * @param faults one for each target that cannot take the rows
     * @param notices what a start would change in targets that exist, and what their owner should know
     * @param unchecked what could not be looked at, and why
     */
    public record Result(List<Fault> faults, List<String> notices, List<String> unchecked) {

        static final Result NOTHING = new Result(List.of(), List.of(), List.of());
    }

    /** Looks at the targets of a definition if nothing else is wrong with it. */
    public Result look(Definitions.Verdict verdict) {
        String name = verdict.definition().name();
        return name != null
                        && verdict.faults().isEmpty()
                        && verdict.spec().isPresent()
                        && verdict.output().isPresent()
                ? look(name, verdict.spec().get(), verdict.output().get())
                : Result.NOTHING;
    }

    /** Looks at the targets of a flow; blocks for seconds while a store is away. */
    public Result look(String name, FlowSpec spec, StructType output) {
        long id = registry.find(name).map(Pipeline::id).orElse(NOT_CREATED);
        List<Fault> faults = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        List<String> unchecked = new ArrayList<>();
        List<TargetFinding> findings = targets.findings(new FlowRun(id, name, spec), output);
        for (int i = 0; i < findings.size(); i++) {
            TargetFinding finding = findings.get(i);
            String pointer = registry.pointer(i, finding.sink());
            finding.objection().ifPresent(text -> faults.add(new Fault(pointer, text)));
            notices.addAll(finding.notices());
            finding.unasked().ifPresent(unchecked::add);
        }
        return new Result(List.copyOf(faults), List.copyOf(notices), List.copyOf(unchecked));
    }

    /**
     * Refuses a definition that is to replace another one unless its targets can take the rows.
     *
     * @return the notices
     * @throws io.sluice.web.ProblemException INCOMPATIBLE_CHANGE, or PLATFORM_UNAVAILABLE if a store cannot be asked
     */
    List<String> requireFit(String name, FlowSpec spec, StructType output) {
        Result result = look(name, spec, output);
        if (!result.faults().isEmpty()) {
            throw ReplaceRules.incompatible(
                    result.faults().stream().map(Fault::message).toList());
        }
        if (!result.unchecked().isEmpty()) {
            throw Removals.storesAway(String.join("; ", result.unchecked()));
        }
        return result.notices();
    }
}
