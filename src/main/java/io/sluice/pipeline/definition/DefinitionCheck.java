package io.sluice.pipeline.definition;

import io.sluice.stream.flow.Fault;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.TriggerSpec.Mode;
import io.sluice.stream.format.Formats;
import io.sluice.stream.store.Stores;
import io.sluice.web.Limits;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Checks what can be told of a definition by looking at it, and fills in the defaults. Stateless.
 *
 * @param formats those that a source can have
 * @param stores those that a sink can be in
 */
@Component
public record DefinitionCheck(Formats formats, Stores stores) {

    /**
     * What the check found.
     *
     * @param definition with every default filled in, as far as it could be understood
     * @param faults empty if the definition can be used
     * @param spec what to analyse: there even with faults, unless they leave nothing to analyse; only without faults
     *     is it fit to run
     */
    public record Checked(PipelineDefinition definition, List<Fault> faults, Optional<FlowSpec> spec) {}

    /** @throws io.sluice.web.ProblemException UNREADABLE_BODY, with every fault, if a value has the wrong JSON type */
    public Checked check(PipelineDefinition given) {
        return readable(given, false);
    }

    private Checked readable(PipelineDefinition given, boolean isDraft) {
        Faults faults = new Faults();
        Checked checked = check(given, faults, isDraft);
        faults.unread().ifPresent(unread -> {
            throw Unreadable.problem(unread, checked.faults());
        });
        return checked;
    }

    /**
     * The same for a definition that is still being written: its name and its sinks may be missing.
     *
     * @throws io.sluice.web.ProblemException UNREADABLE_BODY, with every fault, if a value has the wrong JSON type
     */
    public Checked draft(PipelineDefinition given) {
        return readable(given, true);
    }

    /** All faults, those of values of a wrong JSON type among them. */
    public List<Fault> faults(PipelineDefinition given) {
        return faults(given, false);
    }

    /** @param isDraft whether it is still being written: its name and its sinks may be missing */
    public List<Fault> faults(PipelineDefinition given, boolean isDraft) {
        return check(given, new Faults(), isDraft).faults();
    }

    private Checked check(PipelineDefinition given, Faults faults, boolean isDraft) {
        checkTexts(given, faults, isDraft);
        SourceCheck source = SourceCheck.of(given.source(), formats, faults);
        SinkCheck sinks = isDraft && (given.sinks() == null || given.sinks().isEmpty())
                ? SinkCheck.NONE
                : SinkCheck.of(given.sinks(), stores, faults);
        TriggerCheck trigger = TriggerCheck.of(given.trigger(), faults);
        if (trigger.spec().mode() == Mode.CONTINUOUS
                && given.source() != null
                && given.source().maxOffsetsPerTrigger() != null) {
            faults.add(
                    "/source/maxOffsetsPerTrigger",
                    "bounds micro-batches, which trigger mode 'continuous' does not have");
        }
        PipelineDefinition filled = new PipelineDefinition(
                given.name(),
                given.description(),
                source.filled(),
                given.transform(),
                sinks.filled(),
                trigger.filled(),
                given.autoStart() == null || given.autoStart());
        Optional<FlowSpec> spec = spec(filled, source.spec(), sinks.specs(), trigger);
        return new Checked(filled, faults.found(), spec);
    }

    private static void checkTexts(PipelineDefinition given, Faults faults, boolean isDraft) {
        Optional<String> givenName = isDraft && given.name() == null
                ? Optional.empty()
                : faults.text("/name", given.name(), Integer.MAX_VALUE);
        givenName
                .filter(name -> !Names.isPipeline(name))
                .ifPresent(name -> faults.add("/name", mustMatch(name, Names.PIPELINE)));
        faults.optionalText("/description", given.description(), Limits.DESCRIPTION_CHARACTERS);
        if (given.transform() != null) {
            faults.text("/transform", given.transform(), Limits.TRANSFORM_CHARACTERS);
        }
    }

    private static Optional<FlowSpec> spec(
            PipelineDefinition filled,
            Optional<SourceSpec> source,
            Optional<List<SinkSpec>> sinks,
            TriggerCheck trigger) {
        if (source.isEmpty() || sinks.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FlowSpec(source.get(), filled.transform(), sinks.get(), trigger.spec()));
    }

    static String mustMatch(String value, String pattern) {
        return "is '" + Limits.echo(value) + "'; it must match " + pattern;
    }
}
