package io.sluice.topic;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record as the API shows it; bytes are text where they are valid UTF-8 and base64 elsewhere. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "TopicRecord", description = "A record of a topic")
record RecordView(
        @Schema(description = "Its partition", example = "0", requiredMode = Schema.RequiredMode.REQUIRED)
        int partition,

        @Schema(description = "Its offset in the partition", example = "0", requiredMode = Schema.RequiredMode.REQUIRED)
        long offset,

        @Schema(description = "Its own time", requiredMode = Schema.RequiredMode.REQUIRED)
        Instant timestamp,

        @Schema(description = "Its key; absent for a record without one", example = "ada") @Nullable
        String key,

        @Schema(description = "How the key is written") @Nullable
        Encoding keyEncoding,

        @Schema(description = "Its headers, in their order", requiredMode = Schema.RequiredMode.REQUIRED)
        List<HeaderView> headers,

        @Schema(
                description = "Its value; absent for a tombstone",
                example = "{\"quote\":\"Mind the gate.\",\"character\":\"Ada Lock\"}")
        @Nullable
        String payload,

        @Schema(description = "How the payload is written") @Nullable
        Encoding encoding) {

    /** A header of a record. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TopicRecordHeader", description = "A header of a record")
    record HeaderView(
            @Schema(description = "Its name", example = "source", requiredMode = Schema.RequiredMode.REQUIRED)
            String name,

            @Schema(description = "Its value; absent for none", example = "feed") @Nullable
            String value,

            @Schema(description = "How the value is written") @Nullable
            Encoding encoding) {}

    static RecordView of(ConsumerRecord<byte[], byte[]> record) {
        Bytes key = Bytes.of(record.key());
        Bytes value = Bytes.of(record.value());
        return new RecordView(
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                key.text(),
                key.encoding(),
                headers(record),
                value.text(),
                value.encoding());
    }

    private static List<HeaderView> headers(ConsumerRecord<byte[], byte[]> record) {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .map(RecordView::header)
                .toList();
    }

    private static HeaderView header(Header header) {
        Bytes value = Bytes.of(header.value());
        return new HeaderView(header.key(), value.text(), value.encoding());
    }
}
