package io.sluice.life;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.Rehearsal;
import io.sluice.engine.Rehearsals;
import io.sluice.engine.Rehearsed;
import io.sluice.engine.SparkUnavailableException;
import io.sluice.life.LifeView.Carried;
import io.sluice.life.LifeView.Filtering;
import io.sluice.life.LifeView.InKafka;
import io.sluice.life.LifeView.Letter;
import io.sluice.pipeline.catalogue.Masking;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.preview.PreviewedRecord;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.format.RecordMask;
import io.sluice.topic.KafkaRecords;
import io.sluice.web.OutageSign;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together what Kafka, the transform, the stores and the ledger say of a record. Thread-safe. */
@Component
class Lives {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PipelineRegistry pipelines;
    private final KafkaRecords kafka;
    private final Rehearsals rehearsals;
    private final Traces traces;
    private final Masking masking;
    private final List<OutageSign> signs;

    Lives(
            PipelineRegistry pipelines,
            KafkaRecords kafka,
            Rehearsals rehearsals,
            Traces traces,
            Masking masking,
            List<OutageSign> signs) {
        this.masking = masking;
        this.pipelines = pipelines;
        this.kafka = kafka;
        this.rehearsals = rehearsals;
        this.traces = traces;
        this.signs = List.copyOf(signs);
    }

    /** Whether the pipeline reads the topic. */
    boolean reads(String name, String topic) {
        return pipelines.require(name).current().spec().source().topics().contains(topic);
    }

    /** @param seesMasked whether whoever asks sees what is masked of the record; its rows in the stores are results */
    LifeView of(String name, Position position, boolean seesMasked) throws InterruptedException {
        Pipeline pipeline = pipelines.require(name);
        FlowSpec spec = pipeline.current().spec();
        RecordMask hidden = masking.of(spec, seesMasked).with(masking.of(List.of(position.topic()), seesMasked));
        Parts parts = new Parts(signs);
        KafkaRecords.Found found = parts.ask("kafka", () -> kafka.at(position));
        SourceRecord record = found == null ? null : found.record();
        Made made = record == null ? Made.NOTHING : make(spec, record, hidden);
        PreviewedRecord shown = made.record();
        Traces.Trace trace = traces.of(pipeline, position, shown == null ? 1 : made.yielded(), parts);
        Traces.InLedger ledger = trace.ledger();
        return new LifeView(
                position.topic(),
                position.partition(),
                position.offset(),
                shown != null ? inKafka(shown) : found == null ? null : inKafka(record, found.gone(), hidden),
                ledger == null ? null : ledger.nextOffset() != null && position.offset() < ledger.nextOffset(),
                ledger == null ? null : ledger.nextOffset(),
                shown == null ? null : shown.decoded(),
                shown == null ? null : shown.outcome(),
                shown == null ? null : shown.rows(),
                shown == null ? null : shown.rowCount(),
                shown == null ? null : shown.stage(),
                shown == null ? null : shown.reason(),
                shown == null ? null : shown.field(),
                made.filteredBy(),
                made.unknown(),
                trace.stores(),
                ledger == null
                        ? null
                        : ledger.letters().stream()
                                .map(letter -> new Letter(letter.stage().label(), letter.reason(), letter.rejectedAt()))
                                .toList(),
                trace.batch(),
                ledger == null
                        ? null
                        : ledger.replays().stream()
                                .map(each -> new Carried(each.replay(), each.at(), each.store(), each.outcome()))
                                .toList(),
                parts.unavailable());
    }

    /** @param unknown why it is not known what becomes of the record */
    private record Made(
            @Nullable PreviewedRecord record,
            int yielded,
            @Nullable List<Filtering> filteredBy,
            @Nullable String unknown) {

        static final Made NOTHING = new Made(null, 1, null, null);

        static Made unknown(RuntimeException why) {
            return new Made(null, 1, null, String.valueOf(why.getMessage()));
        }
    }

    private Made make(FlowSpec spec, SourceRecord record, RecordMask hidden) throws InterruptedException {
        try (Rehearsal flow = rehearsals.open(spec.masking(hidden.columns()))) {
            Rehearsed rehearsed = flow.of(record, PATIENCE);
            List<Filtering> filteredBy = rehearsed.outcome() == Rehearsed.Outcome.FILTERED
                    ? flow.filteredBy(record, PATIENCE).stream()
                            .map(each -> new Filtering(each.condition(), each.value()))
                            .toList()
                    : null;
            PreviewedRecord shown = PreviewedRecord.of(record, rehearsed, hidden, flow.rowMask());
            return new Made(shown, rehearsed.yielded(), filteredBy, null);
        } catch (FlowDefinitionException | SparkUnavailableException | Rehearsal.UnfinishedException e) {
            return Made.unknown(e);
        }
    }

    private static InKafka inKafka(@Nullable SourceRecord record, @Nullable String gone, RecordMask hidden) {
        return record == null
                ? InKafka.gone(String.valueOf(gone))
                : inKafka(PreviewedRecord.unfinished(hidden.shown(record), ""));
    }

    private static InKafka inKafka(PreviewedRecord record) {
        return new InKafka(
                record.timestamp(),
                record.key(),
                record.keyEncoding(),
                record.payload(),
                record.encoding(),
                null,
                record.masked(),
                record.withheld());
    }
}
