package io.sluice.stream.letters;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.sluice.stream.flow.SourceRecord.Header;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A record's headers as a JSON array of {@code {"key", "value"}}, the value in base64, in the record's order. */
final class HeadersJson {

    /** A header is as long as Kafka takes it. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private HeadersJson() {}

    static String write(List<Header> headers) {
        if (headers.isEmpty()) {
            return "[]";
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (Header header : headers) {
                json.writeStartObject();
                json.writeStringField("key", header.key());
                json.writeFieldName("value");
                if (header.value() == null) {
                    json.writeNull();
                } else {
                    json.writeBinary(header.value());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static List<Header> read(String json) {
        List<Header> headers = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                parser.nextToken(); // "key"
                String key = parser.nextTextValue();
                parser.nextToken(); // "value"
                byte[] value = parser.nextToken() == JsonToken.VALUE_NULL ? null : parser.getBinaryValue();
                headers.add(new Header(key, value));
                parser.nextToken();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(headers);
    }
}
