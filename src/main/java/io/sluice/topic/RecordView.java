package io.sluice.topic;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.SourceRecord.Header;
import io.sluice.stream.format.MaskedRecord;
import io.sluice.web.Bytes;
import io.sluice.web.Encoding;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as the API shows it; bytes are text where they are valid UTF-8 and base64 elsewhere.
 *
 * @param masked true if masked fields are hidden in it; else left out
 * @param withheld why nothing of its value is shown; null if something is
 */
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
        @Nullable Encoding encoding,
        @Nullable Boolean masked,
        @Nullable String withheld) {

    /** A header of a record. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TopicRecordHeader")
    record HeaderView(
            String name, @Nullable String value, @Nullable Encoding encoding) {}

    static RecordView of(MaskedRecord shown) {
        SourceRecord record = shown.record();
        Bytes key = Bytes.of(record.key());
        Bytes value = Bytes.of(record.value());
        return new RecordView(
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestampMillis()),
                key.text(),
                key.encoding(),
                record.headers().stream().map(RecordView::header).toList(),
                value.text(),
                value.encoding(),
                shown.isMasked() ? true : null,
                shown.withheld());
    }

    private static HeaderView header(Header header) {
        Bytes value = Bytes.of(header.value());
        return new HeaderView(header.key(), value.text(), value.encoding());
    }
}
