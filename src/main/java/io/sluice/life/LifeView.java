package io.sluice.life;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.preview.PreviewedRecord;
import io.sluice.web.Encoding;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a record.
 *
 * @param kafka null if it cannot be asked for now
 * @param read whether the pipeline is past it; null, as what follows from the ledger, if that cannot be asked for now
 * @param stores the rows of each store that can be asked, by its label
 * @param unavailable why a part is missing, by its name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "topic",
    "partition",
    "offset",
    "kafka",
    "read",
    "nextOffset",
    "decoded",
    "outcome",
    "rows",
    "rowCount",
    "stage",
    "reason",
    "field",
    "filteredBy",
    "unknown",
    "deadLetters",
    "batch",
    "replays",
    "unavailable"
})
@Schema(name = "RecordLife")
record LifeView(
        String topic,
        int partition,
        long offset,
        @Nullable InKafka kafka,
        @Nullable Boolean read,
        @Nullable Long nextOffset,
        @Nullable Map<String, @Nullable Object> decoded,
        PreviewedRecord.@Nullable Outcome outcome,
        @Nullable List<Map<String, @Nullable Object>> rows,
        @Nullable Integer rowCount,
        @Nullable String stage,
        @Nullable String reason,
        @Nullable String field,
        @Nullable List<Filtering> filteredBy,
        @Nullable String unknown,
        @JsonAnyGetter @Schema(hidden = true) Map<String, List<Map<String, @Nullable Object>>> stores,
        @Nullable List<Letter> deadLetters,
        @Nullable MicroBatch batch,
        @Nullable List<Carried> replays,
        @Nullable Map<String, String> unavailable) {

    /**
     * The record as it stands in its topic, or why it does not.
     *
     * @param masked true if masked fields are hidden in it; else left out
     * @param withheld why nothing of its value is shown; null if something is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecordInKafka")
    record InKafka(
            @Nullable Instant timestamp,
            @Nullable String key,
            @Nullable Encoding keyEncoding,
            @Nullable String payload,
            @Nullable Encoding encoding,
            @Nullable String gone,
            @Nullable Boolean masked,
            @Nullable String withheld) {

        static InKafka gone(String why) {
            return new InKafka(null, null, null, null, null, why, null, null);
        }
    }

    /** A condition that does not hold. */
    @Schema(name = "FilteredBy")
    record Filtering(String condition, String value) {}

    /** A dead letter that the record has now. */
    @Schema(name = "RecordLetter")
    record Letter(String stage, String reason, Instant rejectedAt) {}

    /**
     * A replay that carried the record.
     *
     * @param store the only one that it carried it to; null: to every store
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecordReplay")
    record Carried(UUID id, Instant at, @Nullable String store, String outcome) {}

    /** The micro-batch that carried the record. */
    @Schema(name = "RecordBatch")
    record MicroBatch(UUID runId, long batchId, Instant committedAt) {}
}
