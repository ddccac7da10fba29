package io.sluice.preview;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.engine.Rehearsed;
import io.sluice.engine.Rehearsed.Rejection;
import io.sluice.results.query.Batch;
import io.sluice.stream.flow.Mask;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.format.MaskedRecord;
import io.sluice.stream.format.RecordMask;
import io.sluice.web.Bytes;
import io.sluice.web.Encoding;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way: its bytes, what is decoded of them, and what becomes of it.
 *
 * @param masked true if masked fields are hidden in it; else left out
 * @param withheld why nothing of its value is shown; null if something is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "topic",
    "partition",
    "offset",
    "timestamp",
    "key",
    "keyEncoding",
    "payload",
    "encoding",
    "decoded",
    "outcome",
    "rows",
    "rowCount",
    "stage",
    "reason",
    "field",
    "masked",
    "withheld"
})
@Schema(name = "PreviewedRecord")
public record PreviewedRecord(
        String topic,
        int partition,
        long offset,
        Instant timestamp,
        @Nullable String key,
        @Nullable Encoding keyEncoding,
        @Nullable String payload,
        @Nullable Encoding encoding,
        @Nullable Map<String, @Nullable Object> decoded,
        Outcome outcome,
        @Nullable List<Map<String, @Nullable Object>> rows,
        @Nullable Integer rowCount,
        @Nullable String stage,
        @Nullable String reason,
        @Nullable String field,
        @Nullable Boolean masked,
        @Nullable String withheld) {

    private static final int OF_THE_REST = 200;

    /** What becomes of a record. */
    @Schema(name = "PreviewOutcome", enumAsRef = true)
    public enum Outcome {
        @JsonProperty("stored")
        STORED,
        @JsonProperty("filtered")
        FILTERED,
        @JsonProperty("rejected")
        REJECTED,
        /** The time was over before it was known. */
        @JsonProperty("unfinished")
        UNFINISHED
    }

    /**
     * A record as somebody may see it.
     *
     * @param hidden of the record
     * @param ofRows what is masked of its rows, if anything is hidden
     */
    public static PreviewedRecord of(SourceRecord record, Rehearsed rehearsed, RecordMask hidden, Mask ofRows) {
        if (hidden.isNone()) {
            return of(record, rehearsed);
        }
        MaskedRecord shown = hidden.shown(record);
        return of(shown.record(), rehearsed.shown(hidden.columns(), ofRows)).as(shown);
    }

    private PreviewedRecord as(MaskedRecord shown) {
        return new PreviewedRecord(
                topic,
                partition,
                offset,
                timestamp,
                key,
                keyEncoding,
                payload,
                encoding,
                decoded,
                outcome,
                rows,
                rowCount,
                stage,
                reason,
                field,
                shown.isMasked() ? true : null,
                shown.withheld());
    }

    private static PreviewedRecord of(SourceRecord record, Rehearsed rehearsed) {
        Outcome outcome = switch (rehearsed.outcome()) {
            case STORED -> Outcome.STORED;
            case FILTERED -> Outcome.FILTERED;
            case REJECTED -> Outcome.REJECTED;
        };
        Rejection why =
                rehearsed.rejections().isEmpty() ? null : rehearsed.rejections().get(0);
        boolean isCut = rehearsed.rows().size() < rehearsed.yielded();
        return of(
                record,
                rehearsed.decoded(),
                outcome,
                rehearsed.rows(),
                isCut ? rehearsed.yielded() : null,
                why == null ? null : why.stage().label(),
                why == null ? null : why.reason(),
                why == null ? null : why.field());
    }

    /** A record whose expressions were not done in time. */
    public static PreviewedRecord unfinished(MaskedRecord shown, String reason) {
        return of(shown.record(), null, Outcome.UNFINISHED, null, null, null, reason, null)
                .as(shown);
    }

    private static PreviewedRecord of(
            SourceRecord record,
            @Nullable Map<String, @Nullable Object> decoded,
            Outcome outcome,
            @Nullable List<Map<String, @Nullable Object>> rows,
            @Nullable Integer rowCount,
            @Nullable String stage,
            @Nullable String reason,
            @Nullable String field) {
        Bytes key = Bytes.of(record.key());
        Bytes value = Bytes.of(record.value());
        return new PreviewedRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestampMillis()),
                key.text(),
                key.encoding(),
                value.text(),
                value.encoding(),
                decoded,
                outcome,
                rows,
                rowCount,
                stage,
                reason,
                field,
                null,
                null);
    }

    /** Says roughly how many bytes it takes in an answer. */
    long weight() {
        return OF_THE_REST + Batch.weight(key) + Batch.weight(payload) + Batch.weight(decoded) + Batch.weight(rows);
    }
}
