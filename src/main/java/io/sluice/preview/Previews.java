package io.sluice.preview;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.Rehearsal;
import io.sluice.engine.Rehearsals;
import io.sluice.engine.SparkUnavailableException;
import io.sluice.pipeline.api.DefinitionFault;
import io.sluice.pipeline.api.OutputColumn;
import io.sluice.pipeline.catalogue.Definitions;
import io.sluice.pipeline.catalogue.Masking;
import io.sluice.pipeline.definition.PipelineDefinition;
import io.sluice.preview.PreviewOrder.Sample;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.format.RecordMask;
import io.sluice.stream.store.Stores;
import io.sluice.web.Attended;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tries definitions on records. Thread-safe; what it does ends when its thread is interrupted. */
@Component
class Previews {

    /** How long the expressions may take for one record, and for all. */
    private static final Duration EACH = Duration.ofSeconds(5);

    private static final Duration ALL = Duration.ofSeconds(20);

    private final Definitions definitions;
    private final Sampler sampler;
    private final Rehearsals rehearsals;
    private final Stores stores;
    private final Masking masking;

    Previews(Definitions definitions, Sampler sampler, Rehearsals rehearsals, Stores stores, Masking masking) {
        this.masking = masking;
        this.definitions = definitions;
        this.sampler = sampler;
        this.rehearsals = rehearsals;
        this.stores = stores;
    }

    /**
     * @param place kept until nothing is at work any more, which may be after this returns
     * @param seesMasked whether whoever asks sees what is masked
     */
    PreviewView preview(PipelineDefinition definition, Sample sample, Attended.Place place, boolean seesMasked)
            throws InterruptedException {
        Definitions.Verdict verdict = definitions.examineDraft(definition);
        List<DefinitionFault> errors = DefinitionFault.all(verdict.faults());
        List<OutputColumn> output = verdict.output()
                .map(columns -> OutputColumn.all(columns, stores))
                .orElse(List.of());
        if (verdict.spec().isEmpty() || verdict.output().isEmpty()) {
            return new PreviewView(List.of(), output, errors, List.of(), null);
        }
        FlowSpec spec = verdict.spec().get();
        RecordMask hidden = hidden(spec, sample, seesMasked);
        FlowSpec tried = (verdict.faults().isEmpty() ? spec : withoutSinks(spec)).masking(hidden.columns());
        try (Rehearsal flow = open(tried)) {
            place.until(flow.ended());
            Sampler.Sampled sampled = sampler.records(sample, spec.source().topics());
            List<PreviewedRecord> records = new ArrayList<>();
            boolean all = tryAll(flow, sampled.records(), hidden, records);
            boolean cut = sampled.cut() || !all;
            return new PreviewView(records, output, errors, sampled.notices(), cut ? true : null);
        }
    }

    private RecordMask hidden(FlowSpec spec, Sample sample, boolean seesMasked) {
        RecordMask hidden = masking.of(spec, seesMasked);
        return sample.deadLetters() == null
                ? hidden
                : hidden.with(masking.ofPipeline(sample.deadLetters(), seesMasked));
    }

    /** What is wrong with its sinks is told; it need not keep anybody from seeing the rows. */
    private static FlowSpec withoutSinks(FlowSpec spec) {
        return new FlowSpec(spec.source(), spec.transform(), List.of(), spec.trigger());
    }

    private Rehearsal open(FlowSpec spec) {
        try {
            return rehearsals.open(spec);
        } catch (SparkUnavailableException e) {
            throw new ProblemException(
                    ProblemType.PLATFORM_UNAVAILABLE, e.getMessage() + ". Repeat the request later.");
        } catch (FlowDefinitionException e) {
            throw new ProblemException(ProblemType.INVALID_DEFINITION, String.valueOf(e.getMessage()));
        }
    }

    /**
     * @param hidden of the records
     * @return whether each is answered, and was done in time
     */
    static boolean tryAll(Rehearsal flow, List<SourceRecord> sample, RecordMask hidden, List<PreviewedRecord> records)
            throws InterruptedException {
        long deadline = System.nanoTime() + ALL.toNanos();
        long bytes = 0;
        for (SourceRecord record : sample) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (bytes >= Limits.PAGE_BYTES || left.isNegative()) {
                return false;
            }
            try {
                Duration patience = left.compareTo(EACH) < 0 ? left : EACH;
                PreviewedRecord previewed =
                        PreviewedRecord.of(record, flow.of(record, patience), hidden, flow.rowMask());
                records.add(previewed);
                bytes += previewed.weight();
            } catch (Rehearsal.UnfinishedException e) {
                records.add(PreviewedRecord.unfinished(hidden.shown(record), String.valueOf(e.getMessage())));
                return false;
            }
        }
        return true;
    }
}
