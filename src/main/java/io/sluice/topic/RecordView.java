package io.sluice.topic;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.web.Bytes;
import io.sluice.web.Encoding;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record as the API shows it; bytes are text where they are valid UTF-8 and base64 elsewhere. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "TopicRecord")
record RecordView(
        int partition,
        long offset,
        Instant timestamp,
        @Nullable String key,
        @Nullable Encoding keyEncoding,
        List<HeaderView> headers,
        @Nullable String payload,
        @Nullable Encoding encoding) {

    /** A header of a record. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TopicRecordHeader")
    record HeaderView(
            String name, @Nullable String value, @Nullable Encoding encoding) {}

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
