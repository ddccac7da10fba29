package io.sluice.results;

import io.sluice.results.query.Batch;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A record that could not go its way, with its bytes as they came. */
@Schema(description = "A record that was rejected")
record DeadLetter(
        @Schema(
                description = "The topic of the record",
                example = "my_quotes",
                requiredMode = Schema.RequiredMode.REQUIRED)
        String topic,

        @Schema(description = "Its partition", example = "0", requiredMode = Schema.RequiredMode.REQUIRED)
        int partition,

        @Schema(description = "Its offset in the partition", example = "3", requiredMode = Schema.RequiredMode.REQUIRED)
        long offset,

        @Schema(
                description =
                        "The record's own time; null if what the producer set is in none of the years 0001 to 9999",
                example = "2026-03-01T10:15:29.870Z",
                nullable = true)
        @Nullable
        Instant timestamp,

        @Schema(
                description = "What the producer set as the record's time, in milliseconds since 1970, where that is no"
                        + " time; else null",
                nullable = true)
        @Nullable
        Long timestampMillis,

        @Schema(description = "Where it was rejected", requiredMode = Schema.RequiredMode.REQUIRED)
        String stage,

        @Schema(
                description = "Why",
                example = "field \"quote\": 42 is not a STRING",
                requiredMode = Schema.RequiredMode.REQUIRED)
        String reason,

        @Schema(description = "The record's key; null if it has none", example = "ben", nullable = true) @Nullable
        String key,

        @Schema(
                description = "How the key is written",
                allowableValues = {UTF8, BASE64},
                requiredMode = Schema.RequiredMode.REQUIRED)
        String keyEncoding,

        @Schema(
                description = "The record's value; null for a tombstone",
                example = "{\"quote\":42,\"character\":\"Ben Weir\"}",
                nullable = true)
        @Nullable
        String payload,

        @Schema(
                description = "How the payload is written: base64 where it is not valid UTF-8",
                allowableValues = {UTF8, BASE64},
                requiredMode = Schema.RequiredMode.REQUIRED)
        String encoding,

        @Schema(
                description = "When it was rejected",
                example = "2026-03-01T10:15:30.123456Z",
                requiredMode = Schema.RequiredMode.REQUIRED)
        Instant rejectedAt) {

    static final String UTF8 = "utf8";
    static final String BASE64 = "base64";

    private static final int OF_THE_REST = 160;

    /** Says roughly how many bytes the letter takes in an answer. */
    long weight() {
        return OF_THE_REST + Batch.weight(payload) + Batch.weight(key) + Batch.weight(reason);
    }

    /**
     * Bytes as they can stand in JSON without loss.
     *
     * @param text null if there are no bytes
     */
    record Written(@Nullable String text, String encoding) {

        static Written of(byte @Nullable [] bytes) {
            if (bytes == null) {
                return new Written(null, UTF8);
            }
            try {
                return new Written(
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(bytes))
                                .toString(),
                        UTF8);
            } catch (CharacterCodingException e) {
                return new Written(Base64.getEncoder().encodeToString(bytes), BASE64);
            }
        }
    }
}
