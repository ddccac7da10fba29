package io.sluice.pipeline.catalogue;

import io.sluice.engine.FlowEngine;
import io.sluice.engine.FlowEngine.Analysis;
import io.sluice.engine.SparkUnavailableException;
import io.sluice.pipeline.definition.DefinitionCheck;
import io.sluice.pipeline.definition.DefinitionCheck.Checked;
import io.sluice.pipeline.definition.PipelineDefinition;
import io.sluice.stream.flow.Fault;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemException.FieldError;
import io.sluice.web.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides whether a definition can run: looks at it, then has the engine analyse it. Thread-safe. */
@Component
public class Definitions {

    private final FlowEngine engine;
    private final DefinitionCheck check;

    Definitions(FlowEngine engine, DefinitionCheck check) {
        this.engine = engine;
        this.check = check;
    }

    /** Everything that was found about a definition; {@code output} is empty if the faults leave none to be known. */
    public record Verdict(
            PipelineDefinition definition, List<Fault> faults, Optional<FlowSpec> spec, Optional<StructType> output) {}

    /**
     * A definition that can run.
     *
     * @param by who gave it; null if that is not known
     */
    record Approved(
            String name,
            PipelineDefinition definition,
            FlowSpec spec,
            StructType output,
            @Nullable String by) {

        boolean isAutoStart() {
            return Boolean.TRUE.equals(definition.autoStart());
        }
    }

    public Verdict examine(PipelineDefinition given) {
        return examine(check.check(given));
    }

    /** The same for a definition that is still being written: its name and its sinks may be missing. */
    public Verdict examineDraft(PipelineDefinition given) {
        return examine(check.draft(given));
    }

    private Verdict examine(Checked checked) {
        List<Fault> faults = new ArrayList<>(checked.faults());
        Optional<Analysis> analysis = checked.spec().map(this::analyse);
        analysis.ifPresent(a -> addNew(faults, a.faults()));
        Optional<StructType> output = analysis.flatMap(a -> Optional.ofNullable(a.output()));
        output.ifPresent(columns -> addNew(faults, upsertFaults(checked, columns)));
        return new Verdict(checked.definition(), List.copyOf(faults), checked.spec(), output);
    }

    /** The faults of a definition that could not be read as a whole; fewer of them while there is no Spark to analyse it. */
    public List<Fault> known(PipelineDefinition given) {
        return known(given, false);
    }

    /** The same of one that is still being written. */
    public List<Fault> knownOfDraft(PipelineDefinition given) {
        return known(given, true);
    }

    private List<Fault> known(PipelineDefinition given, boolean isDraft) {
        try {
            return (isDraft ? examineDraft(given) : examine(given)).faults();
        } catch (ProblemException e) {
            return check.faults(given, isDraft);
        }
    }

    /** @throws ProblemException PLATFORM_UNAVAILABLE, if there is no Spark to ask */
    private Analysis analyse(FlowSpec spec) {
        try {
            return engine.analyse(spec);
        } catch (SparkUnavailableException e) {
            throw new ProblemException(
                    ProblemType.PLATFORM_UNAVAILABLE,
                    e.getMessage() + ". Sluice keeps trying; repeat the request later.");
        }
    }

    /** @throws ProblemException INVALID_DEFINITION, with every fault */
    Approved approve(PipelineDefinition given, @Nullable String by) {
        Verdict verdict = examine(given);
        String name = verdict.definition().name();
        if (!verdict.faults().isEmpty()
                || name == null
                || verdict.spec().isEmpty()
                || verdict.output().isEmpty()) {
            throw invalid(verdict.faults());
        }
        return new Approved(
                name,
                verdict.definition(),
                verdict.spec().get(),
                verdict.output().get(),
                by);
    }

    static ProblemException invalid(List<Fault> faults) {
        String count = faults.size() == 1 ? "one fault" : faults.size() + " faults";
        return new ProblemException(
                ProblemType.INVALID_DEFINITION,
                "The definition has " + count + "; correct what 'errors' points at and send it again.",
                faults.stream()
                        .map(fault -> new FieldError(fault.pointer(), fault.message()))
                        .toList());
    }

    /** Reports one fault for each place: what is malformed need not also be reported as not fitting. */
    private static void addNew(List<Fault> faults, List<Fault> more) {
        Set<String> places = faults.stream().map(Fault::pointer).collect(Collectors.toSet());
        more.stream().filter(fault -> !places.contains(fault.pointer())).forEach(faults::add);
    }

    private static List<Fault> upsertFaults(Checked checked, StructType output) {
        Set<String> columns = new LinkedHashSet<>(Arrays.asList(output.fieldNames()));
        List<SinkSpec> sinks = checked.spec().map(FlowSpec::sinks).orElse(List.of());
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < sinks.size(); i++) {
            String sink = "/sinks/" + i;
            sinks.get(i).key().forEach(column -> addUnknown(faults, sink + "/key", column, columns));
            addUnknown(faults, sink + "/version", sinks.get(i).version(), columns);
        }
        return faults;
    }

    private static void addUnknown(List<Fault> faults, String pointer, @Nullable String column, Set<String> columns) {
        if (column != null && !columns.contains(column)) {
            faults.add(new Fault(pointer, "names no output column; there are " + Limits.list(columns)));
        }
    }
}
