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
 * @param read whether the pipeline is past it
 * @param stores the rows of each store, by its label
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
    "batch"
})
@Schema(name = "RecordLife")
record LifeView(
        String topic,
        int partition,
        long offset,
        InKafka kafka,
        boolean read,
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
        List<Letter> deadLetters,
        @Nullable MicroBatch batch) {

    /** The record as it stands in its topic, or why it does not. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecordInKafka")
    record InKafka(
            @Nullable Instant timestamp,
            @Nullable String key,
            @Nullable Encoding keyEncoding,
            @Nullable String payload,
            @Nullable Encoding encoding,
            @Nullable String gone) {

        static InKafka gone(String why) {
            return new InKafka(null, null, null, null, null, why);
        }
    }

    /** A condition that does not hold. */
    @Schema(name = "FilteredBy")
    record Filtering(String condition, String value) {}

    /** A dead letter that the record has now. */
    @Schema(name = "RecordLetter")
    record Letter(String stage, String reason, Instant rejectedAt) {}

    /** The micro-batch that carried the record. */
    @Schema(name = "RecordBatch")
    record MicroBatch(UUID runId, long batchId, Instant committedAt) {}
}
