package io.sluice.stream.format.json;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.format.RecordDecoder;
import io.sluice.stream.format.SourceSchema;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.catalyst.InternalRow;

/** Shorthand of the decoding tests. */
final class Decoding {

    private Decoding() {}

    static RecordDecoder decoder(String ddl) {
        return JsonDecoder.factory(SourceSchema.parse(new JsonFormat(), ddl), false)
                .open();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The row of one record. */
    static InternalRow row(String ddl, String json) throws RejectedException {
        return decoder(ddl).decode(utf8(json));
    }

    /** The only column of a record {@code {"v": <literal>}}. */
    static Object value(String type, String literal) throws RejectedException {
        InternalRow row = row("v " + type, "{\"v\": " + literal + "}");
        return row.get(
                0, SourceSchema.parse(new JsonFormat(), "v " + type).apply(0).dataType());
    }

    /** Why a record is rejected. */
    static String reason(RecordDecoder decoder, byte[] value) {
        return catchThrowableOfType(RejectedException.class, () -> decoder.decode(value))
                .reason();
    }

    static String reason(String ddl, String json) {
        return reason(decoder(ddl), utf8(json));
    }
}
