package io.sluice.pipeline.letters;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.results.query.Batch;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.format.MaskedRecord;
import io.sluice.stream.format.RecordMask;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not go its way, with its bytes as they came.
 *
 * @param masked true if masked fields are hidden in it; else left out
 * @param withheld why nothing of its value is shown; null if something is
 */
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

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String field,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean masked,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String withheld) {

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

        private SourceRecord.Header header() {
            return new SourceRecord.Header(name, bytes(value, encoding == Encoding.BASE64 ? DeadLetter.BASE64 : UTF8));
        }

        private long weight() {
            return Batch.weight(name) + Batch.weight(value);
        }
    }

    /** What somebody has put in place of the payload. */
    @Schema(name = "EditedPayload")
    record Edited(@Nullable String payload, String encoding, Instant at, String by) {

        private Edited shown(SourceRecord of, RecordMask hidden, Function<byte @Nullable [], Written> written) {
            byte[] value = bytes(payload, encoding);
            Written shown = written.apply(
                    value == null
                            ? null
                            : hidden.shown(of.withValue(value)).record().value());
            return new Edited(shown.text(), shown.encoding(), at, by);
        }
    }

    SourceRecord record() {
        return new SourceRecord(
                topic,
                partition,
                offset,
                0,
                bytes(key, keyEncoding),
                bytes(payload, encoding),
                headers.stream().map(Head::header).toList());
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
                notFitting,
                masked,
                withheld);
    }

    /**
     * The same as somebody may see it.
     *
     * @param written how keys and payloads are
     */
    DeadLetter shown(RecordMask hidden, Function<byte @Nullable [], Written> written) {
        MaskedRecord shown = hidden.shown(record());
        Written itsKey = written.apply(shown.record().key());
        Written itsPayload = written.apply(shown.record().value());
        return new DeadLetter(
                topic,
                partition,
                offset,
                timestamp,
                timestampMillis,
                stage,
                reason,
                itsKey.text(),
                itsKey.encoding(),
                itsPayload.text(),
                itsPayload.encoding(),
                Head.all(shown.record().headers()),
                rejectedAt,
                edit == null ? null : edit.shown(record(), hidden, written),
                decoded == null ? null : hidden.columns().shown(decoded),
                field,
                true,
                shown.withheld());
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
