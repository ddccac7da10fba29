package io.sluice.stream.format.json;

import static io.sluice.stream.format.json.Decoding.reason;
import static io.sluice.stream.format.json.Decoding.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.Mask;
import io.sluice.stream.format.RecordDecoder;
import io.sluice.stream.format.SourceSchema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A JSON record of which fields are masked")
class MaskedJsonTest {

    private static final List<String> MASKED = List.of("email", "address.street", "items.price", "tags");
    private static final String SCHEMA = "id INT, email STRING, address STRUCT<street: INT, city: INT>,"
            + " items ARRAY<STRUCT<price: INT, n: INT>>, tags MAP<STRING, INT>, born DATE";

    private static Optional<String> shown(String json) {
        return new JsonFormat()
                .masked(utf8(json), Mask.of(MASKED))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @DisplayName("has a mark in their place, and is byte for byte the same elsewhere")
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "{} ==> {}",
                "{\"id\" : 1.0 ,\"email\":\"a@b.c\"} ==> {\"id\" : 1.0 ,\"email\":\"•••\"}",
                "{\"email\": 42} ==> {\"email\": \"•••\"}",
                "{\"email\":null,\"x\":\"ä\\u0041\"} ==> {\"email\":null,\"x\":\"ä\\u0041\"}",
                "{\"email\":{\"email\":[1,\"s\"]}, \"a\":[]} ==> {\"email\":\"•••\", \"a\":[]}",
                "{\"EMail\":\"s\",\"\\u0065mail\":\"s\",\"email\":\"s\"} ==> {\"EMail\":\"•••\",\"\\u0065mail\":\"•••\",\"email\":\"•••\"}",
                "{\"address\":{\"street\":\"s\",\"city\":\"Ulm\"}} ==> {\"address\":{\"street\":\"•••\",\"city\":\"Ulm\"}}",
                "{\"address\":[{\"street\":\"s\"},{\"city\":1},\"s, Ulm\"]} ==> {\"address\":[{\"street\":\"•••\"},{\"city\":1},\"•••\"]}",
                "{\"address\":\"s, Ulm\"} ==> {\"address\":\"•••\"}",
                "{\"items\":[{\"price\":1,\"n\":2},{\"n\":3,\"price\":4}]} ==> {\"items\":[{\"price\":\"•••\",\"n\":2},{\"n\":3,\"price\":\"•••\"}]}",
                "{\"x\":{\"email\":\"of somebody else\"}} ==> {\"x\":{\"email\":\"of somebody else\"}}",
            })
    void hasAMark(String json, String expected) {
        assertThat(shown(json)).hasValue(expected);
    }

    @Test
    @DisplayName("may begin with a byte order mark and end with white space")
    void keepsTheFrame() {
        assertThat(shown("\uFEFF {\"email\":\"s\"}\n")).hasValue("\uFEFF {\"email\":\"•••\"}\n");
    }

    @ParameterizedTest
    @DisplayName("is not shown where they cannot be found for certain")
    @ValueSource(
            strings = {
                "",
                "\"a@b.c\"",
                "[{\"email\":\"a@b.c\"}]",
                "{\"email\":\"a@b.c\"",
                "{\"email\":\"a@b.c\"} {\"email\":\"a@b.c\"}",
                "{\"x\":{\"y\":\"},\"email\":\"a@b.c\"}",
                "{email:\"a@b.c\"}",
                "{\"x\":\"\\ud800\",\"email\":\"a@b.c\"}"
            })
    void isNotShown(String json) {
        assertThat(shown(json)).isEmpty();
        assertThat(new JsonFormat().masked(new byte[] {'{', (byte) 0xFF, '}'}, Mask.of(MASKED)))
                .isEmpty();
    }

    @Test
    @DisplayName("is not shown either where it is nested without end")
    void deep() {
        assertThat(shown("{\"address\":" + "[".repeat(100_000))).isEmpty();
        assertThat(shown("{\"address\":" + "[".repeat(120) + "]".repeat(120) + "}"))
                .isEmpty();
    }

    @ParameterizedTest
    @DisplayName("is rejected for reasons that say what they would say, but for the values and what may be one")
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "{\"id\":\"open\"} ==> field \"id\": \"open\" is not an INT",
                "{\"email\":12345} ==> field \"email\": ••• is not a STRING",
                "{\"email\":\"half \\ud800\"} ==> field \"email\": ••• does not fit into STRING",
                "{\"email\":{\"s3cret\":1}} ==> field \"email\": ••• is not a STRING",
                "{\"address\":{\"street\":\"s3cret\"}} ==> field \"address.street\": ••• is not an INT",
                "{\"address\":{\"street\":99999999999}} ==> field \"address.street\": ••• is out of range for an INT (-2147483648 to 2147483647)",
                "{\"address\":{\"city\":\"Ulm\"}} ==> field \"address.city\": \"Ulm\" is not an INT",
                "{\"address\":\"s3cret\"} ==> field \"address\": ••• is not a STRUCT (a JSON object)",
                "{\"items\":[{\"price\":1},{\"price\":\"s3cret\"}]} ==> field \"items[1].price\": ••• is not an INT",
                "{\"items\":[\"s3cret\"]} ==> field \"items[0]\": ••• is not a STRUCT (a JSON object)",
                "{\"items\":\"s3cret\"} ==> field \"items\": ••• is not an ARRAY",
                "{\"tags\":{\"s3cret\":\"x\"}} ==> field \"tags\": ••• does not fit into MAP",
                "{\"email\":1,\"born\":\"x\",\"address\":7} ==> field \"email\": ••• is not a STRING; field \"born\": \"x\" is not a DATE (yyyy-MM-dd); field \"address\": ••• is not a STRUCT (a JSON object)"
            })
    void isRejected(String json, String expected) {
        JsonFormat format = new JsonFormat();
        RecordDecoder decoder = format.decoder(
                        SourceSchema.parse(format, SCHEMA), new FormatSpec("json", Map.of(), false, MASKED))
                .open();
        assertThat(reason(decoder, utf8(json))).isEqualTo(expected);
    }

    @Test
    @DisplayName("gives the same columns as without a mask")
    void decodesTheSame() throws Exception {
        JsonFormat format = new JsonFormat();
        byte[] json = utf8(
                "{\"id\":1,\"email\":\"a\",\"address\":{\"street\":2},\"items\":[{\"price\":3}],\"tags\":{\"k\":4}}");
        String[] rows = new String[2];
        for (List<String> masked : Arrays.asList(List.<String>of(), MASKED)) {
            rows[masked.isEmpty() ? 0 : 1] = format.decoder(
                            SourceSchema.parse(format, SCHEMA), new FormatSpec("json", Map.of(), false, masked))
                    .open()
                    .decode(json)
                    .toString();
        }
        assertThat(rows[1]).isEqualTo(rows[0]).contains("a");
    }
}
