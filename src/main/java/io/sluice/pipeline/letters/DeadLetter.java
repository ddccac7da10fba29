package io.sluice.pipeline.letters;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.results.query.Batch;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.web.Bytes;
import io.sluice.web.Encoding;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record that could not go its way, with its bytes as they came. */
record DeadLetter(
        String topic,
        int partition,
        long offset,
        @Nullable Instant timestamp,
        @Nullable Long timestampMillis,
        String stage,
        String reason,
        @Nullable String key,
        String keyEncoding,
        @Nullable String payload,
        String encoding,
        List<Head> headers,
        Instant rejectedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Edited edit,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, @Nullable Object> decoded,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String field) {

    /** A header of the record; text and encoding of its value are left out if it has none. */
    @Schema(name = "DeadLetterHeader")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Head(
            String name, @Nullable String value, @Nullable Encoding encoding) {

        static List<Head> all(List<SourceRecord.Header> headers) {
            return headers.stream()
                    .map(header -> {
                        Bytes value = Bytes.of(header.value());
                        return new Head(header.key(), value.text(), value.encoding());
                    })
                    .toList();
        }

        private long weight() {
            return Batch.weight(name) + Batch.weight(value);
        }
    }

    /** What somebody has put in place of the payload. */
    @Schema(name = "EditedPayload")
    record Edited(@Nullable String payload, String encoding, Instant at, String by) {}

    /** The record, without its headers, which no format reads. */
    SourceRecord record() {
        return new SourceRecord(topic, partition, offset, 0, null, bytes(payload, encoding), List.of());
    }

    /** The same with what the schema decodes of it. */
    DeadLetter decoded(@Nullable Map<String, @Nullable Object> columns, @Nullable String notFitting) {
        return new DeadLetter(
                topic,
                partition,
                offset,
                timestamp,
                timestampMillis,
                stage,
                reason,
                key,
                keyEncoding,
                payload,
                encoding,
                headers,
                rejectedAt,
                edit,
                columns,
                notFitting);
    }

    private static byte @Nullable [] bytes(@Nullable String text, String encoding) {
        if (text == null) {
            return null;
        }
        return encoding.equals(BASE64) ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    static final String UTF8 = "utf8";
    static final String BASE64 = "base64";

    private static final int OF_THE_REST = 160;

    /** Says roughly how many bytes the letter takes in an answer. */
    long weight() {
        return OF_THE_REST
                + Batch.weight(payload)
                + Batch.weight(key)
                + Batch.weight(reason)
                + headers.stream().mapToLong(Head::weight).sum()
                + (edit == null ? 0 : Batch.weight(edit.payload()));
    }

    /**
     * Bytes as they can stand in JSON without loss.
     *
     * @param text null if there are no bytes
     */
    record Written(@Nullable String text, String encoding) {

        /** As text where they are text, or else in base64. */
        static Written of(byte @Nullable [] bytes) {
            try {
                return new Written(
                        bytes == null
                                ? null
                                : StandardCharsets.UTF_8
                                        .newDecoder()
                                        .decode(ByteBuffer.wrap(bytes))
                                        .toString(),
                        UTF8);
            } catch (CharacterCodingException e) {
                return inBase64(bytes);
            }
        }

        static Written inBase64(byte @Nullable [] bytes) {
            return new Written(bytes == null ? null : Base64.getEncoder().encodeToString(bytes), BASE64);
        }
    }
}
