package io.sluice.pipeline.letters;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.engine.Rehearsed;
import io.sluice.results.query.Batch;
import io.sluice.stream.flow.Fault;
import io.sluice.stream.flow.Mask;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.format.MaskedRecord;
import io.sluice.stream.format.RecordMask;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What would become of dead letters.
 *
 * @param output the columns that the stores would get; empty if the definition has faults
 * @param errors the faults of the definition; records are tried only if there are none
 * @param cut true if not all were tried, because they are many or large, or time ran out; else null
 */
@Schema(name = "Trial")
@JsonInclude(JsonInclude.Include.NON_NULL)
record TrialView(
        List<Tried> records,
        List<TrialColumn> output,
        List<TrialFault> errors,
        @Nullable Boolean cut) {

    @Schema(name = "TrialColumn")
    record TrialColumn(String name, String type, boolean nullable) {}

    @Schema(name = "TrialFault")
    record TrialFault(String pointer, String message) {}

    /**
     * @param payload as it was tried: what somebody has put in its place, if anybody has
     * @param masked true if masked fields are hidden in it; else left out
     * @param withheld why nothing of its value is shown; null if something is
     */
    @Schema(name = "TriedRecord")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Tried(
            String topic,
            int partition,
            long offset,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String payload,

            String encoding,
            @Nullable Map<String, @Nullable Object> decoded,
            List<Map<String, @Nullable Object>> rows,
            String outcome,
            @Nullable String stage,
            @Nullable String reason,
            @Nullable String field,
            @Nullable Boolean masked,
            @Nullable String withheld) {

        /**
         * @param hidden of the record
         * @param ofRows what is masked of its rows, if anything is hidden
         */
        static Tried of(SourceRecord record, Rehearsed whole, RecordMask hidden, Mask ofRows) {
            MaskedRecord shown = hidden.shown(record);
            Rehearsed rehearsed = hidden.isNone() ? whole : whole.shown(hidden.columns(), ofRows);
            DeadLetter.Written payload = DeadLetter.Written.of(shown.record().value());
            Rehearsed.@Nullable Rejection rejection = rehearsed.rejections().isEmpty()
                    ? null
                    : rehearsed.rejections().get(0);
            return new Tried(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    payload.text(),
                    payload.encoding(),
                    rehearsed.decoded(),
                    rehearsed.rows(),
                    rehearsed.outcome().name().toLowerCase(Locale.ROOT),
                    rejection == null ? null : rejection.stage().label(),
                    rejection == null ? null : rejection.reason(),
                    rejection == null ? null : rejection.field(),
                    shown.isMasked() ? true : null,
                    shown.withheld());
        }

        long weight() {
            return Batch.weight(payload) + Batch.weight(reason) + Batch.weight(decoded) + Batch.weight(rows);
        }
    }

    static TrialView of(StructType output, List<Tried> records, boolean cut) {
        return new TrialView(
                records,
                Arrays.stream(output.fields())
                        .map(field ->
                                new TrialColumn(field.name(), field.dataType().sql(), field.nullable()))
                        .toList(),
                List.of(),
                cut ? true : null);
    }

    static TrialView faults(List<Fault> faults) {
        return new TrialView(
                List.of(),
                List.of(),
                faults.stream()
                        .map(fault -> new TrialFault(fault.pointer(), fault.message()))
                        .toList(),
                null);
    }
}
